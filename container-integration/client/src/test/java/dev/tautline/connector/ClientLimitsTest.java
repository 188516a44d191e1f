// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.WebSocketException;
import dev.tautline.testkit.Frames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Options that a client shares with a server, at a client's socket: SEMANTICS 1.6-10 and 1.6-11. */
class ClientLimitsTest {
    private static final WebSocketClientOptions DEFAULTS = WebSocketClientOptions.DEFAULTS;

    private static List<String> play(ScriptedServer.Script script, Consumer<WebSocketClientOptions.Builder> options)
            throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        WebSocketClientOptions.Builder builder =
                WebSocketClientOptions.builder().perMessageDeflate(false);
        options.accept(builder);
        try (ScriptedServer server = new ScriptedServer(script)) {
            WebSocket socket =
                    WebSocket.connect("ws://127.0.0.1:" + server.port(), builder.build(), opening -> opening.onMessage(
                                    (from, message) -> heard.add("message " + message.array().length))
                            .onError((from, error) -> heard.add("error " + ((WebSocketException) error).code()))
                            .onClose((from, event) -> heard.add("close " + event.code())));
            socket.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        return List.copyOf(heard);
    }

    /** Accepts, sends, closes, and reads to the end. */
    private static ScriptedServer.Script sending(byte[]... frames) {
        return peer -> {
            Upgrades.accept(peer, "");
            peer.write(Frames.join(Frames.join(frames), Frames.close(1000, "", false)));
            peer.input().readAllBytes();
        };
    }

    @Test
    @DisplayName("1.6-10 maxPayload: 100 MiB, or what is chosen")
    void maxPayload() throws Exception {
        assertEquals(100L * 1024 * 1024, DEFAULTS.maxPayload());
        ScriptedServer.Script five = sending(Frames.text("abcde", false));
        assertEquals(List.of("message 5", "close 1000"), play(five, options -> options.maxPayload(5)));
        assertEquals(
                List.of("error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "close 1006"),
                play(five, options -> options.maxPayload(4)));
    }

    @Test
    @DisplayName("1.6-11 maxFragments: 16,384, or what is chosen")
    void maxFragments() throws Exception {
        assertEquals(16_384, DEFAULTS.maxFragments());
        ScriptedServer.Script three = sending(
                Frames.frame(0x01, new byte[1], false),
                Frames.frame(0x00, new byte[1], false),
                Frames.frame(0x80, new byte[1], false));
        assertEquals(List.of("message 3", "close 1000"), play(three, options -> options.maxFragments(3)));
        assertEquals(
                List.of("error WS_ERR_TOO_MANY_BUFFERED_PARTS", "close 1006"),
                play(three, options -> options.maxFragments(2)));
    }

    /** The server reads nothing, so that pongs wait when the buffers of the network are full. */
    @Test
    @DisplayName("1.6-11 maxPendingAutoPongs: 60, or what is chosen; beyond it the socket ends without an error")
    void maxPendingAutoPongs() throws Exception {
        assertEquals(60, DEFAULTS.maxPendingAutoPongs());
        byte[] pings = Frames.repeat(Frames.ping("p".repeat(125), false), 100);
        ScriptedServer.Script flood = peer -> {
            Upgrades.accept(peer, "");
            while (true) {
                peer.write(pings);
            }
        };
        assertEquals(List.of("close 1006"), play(flood, options -> options.maxPendingAutoPongs(5)));
    }

    @Test
    @DisplayName("1.6-11 closeTimeout: 30 s, or what is chosen")
    void closeTimeout() throws Exception {
        assertEquals(Duration.ofSeconds(30), DEFAULTS.closeTimeout());
        BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
        try (ScriptedServer silent = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            peer.input().readAllBytes();
        })) {
            WebSocketClientOptions options = WebSocketClientOptions.builder()
                    .closeTimeout(Duration.ofMillis(50))
                    .build();
            WebSocket.connect("ws://127.0.0.1:" + silent.port(), options, opening -> opening.onOpen(sockets::add));
            WebSocket socket = sockets.take();
            socket.close();
            assertEquals(
                    1006,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
        }
    }

    /** The socket is closed when both close frames have been sent, which the server may not have read yet. */
    private static int firstFrame(boolean autoPong) throws Exception {
        BlockingQueue<Integer> first = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            peer.write(Frames.ping("", false));
            // Both frames that may come: an answer to the ping, and one to the close behind it.
            peer.write(Frames.close(1000, "", false));
            first.add(peer.input().read());
            peer.input().readAllBytes();
        })) {
            WebSocket.connect(
                    "ws://127.0.0.1:" + server.port(),
                    WebSocketClientOptions.builder().autoPong(autoPong).build());
            return first.take();
        }
    }

    @Test
    @DisplayName("1.6-11 autoPong: true; without it a ping is not answered")
    void autoPong() throws Exception {
        assertTrue(DEFAULTS.autoPong());
        assertEquals(0x8A, firstFrame(true));
        assertEquals(0x88, firstFrame(false));
    }

    @Test
    @DisplayName("1.6-11 skipUTF8Validation: false; with it bad text is a message")
    void skipUtf8Validation() throws Exception {
        assertFalse(DEFAULTS.skipUtf8Validation());
        ScriptedServer.Script bad = sending(Frames.frame(0x81, "\u00ff".getBytes(StandardCharsets.ISO_8859_1), false));
        assertEquals(List.of("error WS_ERR_INVALID_UTF8", "close 1006"), play(bad, options -> {}));
        List<String> taken = play(bad, options -> options.skipUtf8Validation(true));
        assertEquals("close 1000", taken.get(taken.size() - 1), taken.toString());
        assertTrue(taken.get(0).startsWith("message "), taken.toString());
    }
}
