// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code echo.jar} as a person starts it, on every container, with the JDK's own WebSocket client. */
class EchoIT {
    private static final int LONG_MESSAGE = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {"tomcat", "tomcat10", "tomcat-portable", "jetty", "jetty-endpoint", "undertow", "standalone"})
    void answersFillsTheRoomAndSaysGoodbye(String container) throws Exception {
        try (EchoProcess server = EchoProcess.start(container)) {
            List<Peer> peers = new ArrayList<>();
            for (String face : new String[] {"", "-native"}) {
                peers.add(echoes(server.uri("/echo" + face)));
                peers.add(fills(server.uri("/room" + face)));
            }
            server.terminate();
            for (Peer peer : peers) {
                assertEquals(1001, peer.closeCode());
            }
            assertEquals(143, server.exitCode());
        }
    }

    private static Peer echoes(URI uri) throws Exception {
        Peer echo = Peer.connect(uri);
        echo.send("grüezi");
        assertEquals("grüezi", echo.text());
        echo.send("x".repeat(LONG_MESSAGE));
        assertEquals(LONG_MESSAGE, echo.text().length());
        byte[] bytes = new byte[LONG_MESSAGE];
        new Random(7).nextBytes(bytes);
        echo.send(ByteBuffer.wrap(bytes));
        assertArrayEquals(bytes, echo.binary());
        return echo;
    }

    private static Peer fills(URI uri) throws Exception {
        Peer one = Peer.connect(uri);
        Peer two = Peer.connect(uri);
        two.send("both");
        assertEquals("both", two.text());
        assertEquals("both", one.text());
        return one;
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
