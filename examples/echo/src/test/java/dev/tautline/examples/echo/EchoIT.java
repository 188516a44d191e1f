// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code echo.jar} as a person starts it, on every container, with the JDK's own WebSocket client. */
class EchoIT {
    private static final int LONG_MESSAGE = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "tomcat10", "tomcat-portable", "jetty", "jetty-endpoint", "undertow"})
    void answersFillsTheRoomAndSaysGoodbye(String container) throws Exception {
        try (EchoProcess server = EchoProcess.start(container)) {
            Peer echo = Peer.connect(server.uri("/echo"));
            echo.send("grüezi");
            assertEquals("grüezi", echo.text());
            echo.send("x".repeat(LONG_MESSAGE));
            assertEquals(LONG_MESSAGE, echo.text().length());
            byte[] bytes = new byte[LONG_MESSAGE];
            new Random(7).nextBytes(bytes);
            echo.send(ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, echo.binary());

            Peer one = Peer.connect(server.uri("/room"));
            Peer two = Peer.connect(server.uri("/room"));
            two.send("both");
            assertEquals("both", two.text());
            assertEquals("both", one.text());

            server.terminate();
            assertEquals(1001, echo.closeCode());
            assertEquals(1001, one.closeCode());
            assertEquals(143, server.exitCode());
        }
    }

    @Test
    void explainsItself() throws Exception {
        Process process = new ProcessBuilder(
                        EchoProcess.java(), "-jar", EchoProcess.jar().toString(), "nonsense", "1")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor());
        assertTrue(said.contains("CONTAINER") && said.contains("undertow"), said);
    }
}
