// SPDX-License-Identifier: Apache-2.0
package dev.tautline.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folder of the whole project. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("basedir", "."))
            .resolve("../../..")
            .toAbsolutePath()
            .normalize();

    private Project() {}

    /** All Java sources: of the product, of its tests, and of what stands in other folders. */
    static List<Path> sources() {
        return find(name -> name.endsWith(".java") && !name.contains("/target/"));
    }

    /** Paths below the root, with {@code /} between names; what npm has installed is left out. */
    static List<Path> find(Predicate<String> wanted) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> {
                        String name = ROOT.relativize(path).toString().replace('\\', '/');
                        return !name.contains("node_modules") && wanted.test(name);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
