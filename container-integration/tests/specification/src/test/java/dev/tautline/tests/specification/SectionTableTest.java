// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/specification.md lists, for each section of the specification, the classes that prove it; this holds it against the tests. */
class SectionTableTest {
    private static final Pattern ROW = Pattern.compile("\\| ([0-9.]+) \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+Test)`");

    private static List<Method> tests() throws IOException, ReflectiveOperationException {
        Path classes = Path.of(SectionTableTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path folder = classes.resolve(SectionTableTest.class.getPackageName().replace('.', '/'));
        List<Method> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Test.class") && !name.equals("SectionTableTest.class")) {
                    String type = SectionTableTest.class.getPackageName() + "." + name.replace(".class", "");
                    // Not initialised: that would start its server.
                    for (Method method : Class.forName(type, false, SectionTableTest.class.getClassLoader())
                            .getDeclaredMethods()) {
                        if (method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class)) {
                            tests.add(method);
                        }
                    }
                }
            }
        }
        return tests;
    }

    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "..", "..", "docs", "specification.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> classes = new TreeSet<>();
                Matcher test = TEST.matcher(row.group(2));
                while (test.find()) {
                    classes.add(test.group(1));
                }
                if (!classes.isEmpty()) {
                    table.put(row.group(1), classes);
                }
            }
        }
        return table;
    }

    @Test
    void everyTestNamesItsSections() throws Exception {
        List<String> without = tests().stream()
                .filter(method -> !method.isAnnotationPresent(Section.class))
                .map(Method::toString)
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void theTableListsThem() throws Exception {
        Map<String, Set<String>> sections = new TreeMap<>();
        for (Method method : tests()) {
            for (String section : method.getAnnotation(Section.class).value()) {
                sections.computeIfAbsent(section, number -> new TreeSet<>())
                        .add(method.getDeclaringClass().getSimpleName());
            }
        }
        assertEquals(lines(sections), lines(table()));
    }

    private static String lines(Map<String, Set<String>> table) {
        StringBuilder lines = new StringBuilder();
        table.forEach((section, classes) ->
                lines.append(section).append(' ').append(classes).append('\n'));
        return lines.toString();
    }
}
