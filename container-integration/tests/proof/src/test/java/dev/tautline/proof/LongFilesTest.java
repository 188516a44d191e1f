// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A source file of more than 300 lines has a reason in the table of docs/architecture.md; one of more than 500 is two files. */
class LongFilesTest {
    private static final int LONG = 300;
    private static final int TOO_LONG = 500;
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+\\.java)` \\|(.*)\\|");

    /** Reasons by path, of the section "Long files". */
    private static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        String document = Files.readString(Project.ROOT.resolve("docs/architecture.md"));
        for (String line :
                document.substring(document.indexOf("\n## Long files\n")).split("\n")) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                reasons.put(row.group(1), row.group(2).strip());
            }
        }
        return reasons;
    }

    private static Map<String, Integer> longFiles() throws IOException {
        Map<String, Integer> lengths = new TreeMap<>();
        for (Path source : Project.sources()) {
            int lines = Files.readAllLines(source).size();
            if (lines > LONG) {
                lengths.put(Project.ROOT.relativize(source).toString().replace('\\', '/'), lines);
            }
        }
        return lengths;
    }

    @Test
    void longFilesHaveAReason() throws IOException {
        Map<String, String> reasons = reasons();
        Map<String, Integer> lengths = longFiles();
        List<String> complaints = new ArrayList<>();
        lengths.forEach((file, lines) -> {
            if (lines > TOO_LONG) {
                complaints.add(file + " has " + lines + " lines: more than " + TOO_LONG + " are two files");
            } else if (reasons.getOrDefault(file, "").isEmpty()) {
                complaints.add(
                        file + " has " + lines + " lines: split it, or say in docs/architecture.md, \"Long files\","
                                + " why more than " + LONG + " belong together");
            }
        });
        TreeSet<String> others = new TreeSet<>(reasons.keySet());
        others.removeAll(lengths.keySet());
        others.forEach(file -> complaints.add(file + " has no more than " + LONG
                + " lines, or is gone: take it out of the table of docs/architecture.md"));
        assertEquals("", String.join("\n", complaints));
    }
}
