// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Both versions of the API at run time. */
class PlatformVersionTest {
    private static List<String> run(String classPath) throws Exception {
        return ForkedJvm.run(PlatformVersionProgram.class, classPath).stream()
                .filter(line -> line.matches("(getSession|ok|echo|closed|Oslo|late)\\b.*"))
                .toList();
    }

    private static List<String> expected(boolean version22) {
        return List.of(
                "getSession " + version22,
                "ok true null",
                "echo handler, echo future",
                "closed 1000 1000",
                "Oslo=100",
                "late false");
    }

    private static String api21() throws Exception {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("api21.directory")))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    @Test
    @Section("6.6")
    @DisplayName("client and server run with the API of Jakarta EE 11, and with that of EE 10 in its place")
    void versions() throws Exception {
        assertEquals(expected(true), run(ForkedJvm.classPath(entry -> entry)));
        String older = api21();
        assertEquals(
                expected(false),
                run(ForkedJvm.classPath(entry -> entry.contains("jakarta.websocket-api-")
                        ? older
                        : entry.contains("jakarta.websocket-client-api-") ? "" : entry)));
    }
}
