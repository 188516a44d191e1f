// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/native-api.md: every documented row of ws and faye-websocket has its line, and every test that a line names exists, wherever in the
 * project it stands. Rows are in {@code semantics-rows.txt}; {@code open} behind one says that its line still waits for its tests.
 */
class NativeApiTableTest {
    /** The closed list of docs/native-api.md. */
    private static final Set<String> NO_PLACE = Set.of("1.1-09", "1.1-12", "1.6-14", "1.12-02", "1.12-04");

    private static final Pattern ROW = Pattern.compile("\\| (1B?\\.\\d+-\\d\\d) \\|(.*)\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final int TEST_COLUMN = 2;

    private static Map<String, String> lines() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String line : Files.readAllLines(Project.ROOT.resolve("docs/native-api.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String before = tests.put(
                        row.group(1), row.group(2).split("\\|", -1)[TEST_COLUMN].strip());
                assertEquals(null, before, row.group(1) + " has two lines");
            }
        }
        return tests;
    }

    private static List<String> rows() throws IOException {
        try (InputStream in = NativeApiTableTest.class.getResourceAsStream("semantics-rows.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void everyRowHasOneLine() throws IOException {
        Set<String> expected =
                rows().stream().map(row -> row.replace(" open", "")).collect(toCollection(TreeSet::new));
        assertEquals(expected, new TreeSet<>(lines().keySet()));
    }

    @Test
    void whatHasNoPlaceIsAClosedList() throws IOException {
        Set<String> without = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        lines().forEach((row, tests) -> {
            if (tests.equals("no place")) {
                without.add(row);
            } else if (tests.equals("open")) {
                open.add(row + " open");
            } else {
                assertFalse(!TEST.matcher(tests).find(), row + " names no test");
            }
        });
        assertEquals(new TreeSet<>(NO_PLACE), without);
        assertEquals(rows().stream().filter(row -> row.endsWith(" open")).collect(toCollection(TreeSet::new)), open);
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, List<Path>> sources = sources();
        Set<String> missing = new TreeSet<>();
        for (String tests : lines().values()) {
            Matcher test = TEST.matcher(tests);
            while (test.find()) {
                if (!exists(sources.getOrDefault(test.group(1), List.of()), test.group(2))) {
                    missing.add(test.group());
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** Whether a source has the method with a test annotation before it, and no other method between the two. */
    private static boolean exists(List<Path> sources, String method) throws IOException {
        Pattern declared = Pattern.compile(
                "@(?:Test|ParameterizedTest|RepeatedTest)\\b(?:(?!@Test\\b|@ParameterizedTest\\b|@RepeatedTest\\b|\\bvoid\\b).)*\\bvoid "
                        + method
                        + "\\(",
                Pattern.DOTALL);
        for (Path source : sources) {
            if (declared.matcher(Files.readString(source)).find()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<Path>> sources() {
        Map<String, List<Path>> byName = new HashMap<>();
        for (Path file : Project.sources()) {
            String name = file.getFileName().toString();
            byName.computeIfAbsent(name.substring(0, name.length() - ".java".length()), key -> new ArrayList<>())
                    .add(file);
        }
        return byName;
    }
}
