// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table at the end of docs/native-api.md. */
final class NativeApiTable {
    private static final Pattern ROW = Pattern.compile("\\| (1B?\\.\\d+-\\d\\d) \\|(.*)\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final int TEST_COLUMN = 2;

    private NativeApiTable() {}

    /** A test as the table names it: {@code Class.method}. */
    record Test(String type, String method) {
        @Override
        public String toString() {
            return type + '.' + method;
        }
    }

    /** What stands in the column of tests, by row. */
    static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Project.ROOT.resolve("docs/native-api.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String before = rows.put(
                        row.group(1), row.group(2).split("\\|", -1)[TEST_COLUMN].strip());
                assertNull(before, row.group(1) + " has two lines");
            }
        }
        return rows;
    }

    /** The tests that a cell names. */
    static Set<Test> tests(String cell) {
        Set<Test> tests = new LinkedHashSet<>();
        for (Matcher test = TEST.matcher(cell); test.find(); ) {
            tests.add(new Test(test.group(1), test.group(2)));
        }
        return tests;
    }
}
