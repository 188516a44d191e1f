// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import dev.tautline.tests.contract.wire.Await;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Runs a program of this module in a JVM of its own. */
final class ForkedJvm {
    private ForkedJvm() {}

    /** This JVM's class path, each entry of which may be replaced by others or by nothing. */
    static String classPath(UnaryOperator<String> replacing) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(replacing)
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Runs a main class to its end.
     *
     * @return what it has printed
     * @throws AssertionError if it fails or takes too long
     */
    static List<String> run(Class<?> program, String classPath, String... options) throws Exception {
        Path output = Files.createTempFile("forked", ".log");
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", classPath, program.getName()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            // A whole JVM gets three of the usual deadlines.
            if (!process.waitFor(3 * Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(program.getSimpleName() + " does not end:\n" + text(output));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        program.getSimpleName() + " ends with " + process.exitValue() + ":\n" + text(output));
            }
            return text(output).lines().toList();
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String text(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
