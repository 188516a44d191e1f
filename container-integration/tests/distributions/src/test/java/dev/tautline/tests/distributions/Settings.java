// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.nio.file.Path;

/** What the build tells the tests: system properties. */
final class Settings {
    private Settings() {}

    static String get(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("The build sets the system property " + name + "; see pom.xml");
        }
        return value;
    }

    static Path path(String name) {
        return Path.of(get(name)).toAbsolutePath();
    }
}
