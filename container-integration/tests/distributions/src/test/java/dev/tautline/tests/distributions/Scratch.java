// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories of the tests under {@code target/servers}; what a server left there stays for reading until the next run. */
final class Scratch {
    private Scratch() {}

    static Path empty(String name) throws IOException {
        Path directory = Settings.path("test.directory").resolve("servers").resolve(name);
        if (Files.exists(directory)) {
            delete(directory);
        }
        return Files.createDirectories(directory);
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
