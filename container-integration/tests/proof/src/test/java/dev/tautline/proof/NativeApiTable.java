// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables of docs/native-api.md, of rows and of recipes, name as tests. */
final class NativeApiTable {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    private NativeApiTable() {}

    /** A test as the tables name it: {@code Class.method}. */
    record Test(String type, String method) {
        @Override
        public String toString() {
            return type + '.' + method;
        }
    }

    static Set<Test> tests() throws IOException {
        Set<Test> tests = new LinkedHashSet<>();
        Matcher test = TEST.matcher(Files.readString(Project.ROOT.resolve("docs/native-api.md")));
        while (test.find()) {
            tests.add(new Test(test.group(1), test.group(2)));
        }
        return tests;
    }
}
