// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code java -jar echo.jar client}: all cases, one after the other, also behind one that fails. */
class EchoClientIT {
    @Test
    void goesThroughAllCases() throws Exception {
        try (FuzzingServer server = new FuzzingServer()) {
            Process client = new ProcessBuilder(
                            EchoProcess.java(),
                            "-jar",
                            EchoProcess.jar().toString(),
                            "client",
                            "ws://127.0.0.1:" + server.port(),
                            "me & you")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertTrue(client.waitFor(180, TimeUnit.SECONDS), "the client ends");
                assertEquals(0, client.exitValue());
            } finally {
                client.destroyForcibly();
            }
            assertEquals(
                    List.of(
                            "/getCaseCount deflate",
                            "/runCase?case=1&agent=me+%26+you deflate",
                            "echo 2: 7 8",
                            "/runCase?case=2&agent=me+%26+you deflate",
                            "/runCase?case=3&agent=me+%26+you deflate",
                            "echo 2: 7 8",
                            "/updateReports?agent=me+%26+you&shutdownOnComplete=true deflate"),
                    List.copyOf(server.seen));
        }
    }
}
