// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the native API asks of a connection: fragments, masks, pongs that are waited for, counts. */
class NativeSendingTest {
    private static final FrameOptions OPEN = new FrameOptions(false, true, null);

    private final Harness harness = Harness.open(true, options -> options.profile(Profile.WS));
    private final List<String> completed = new ArrayList<>();

    private Light note(String name) {
        return new Light(failure -> completed.add(
                failure == null ? name : name + " " + failure.getClass().getSimpleName()));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void send(String text, FrameOptions options) {
        harness.connection.send(text, options, null, note(text));
    }

    @Test
    @DisplayName("1.10-01: sends after one without fin are its fragments, whatever their kind; others wait, pings pass")
    void fragments() {
        send("a", OPEN);
        harness.connection.send(Opcode.BINARY, bytes("b"), OPEN, null, note("b"));
        harness.connection.sendText("other", true, null, note("other"));
        harness.connection.ping(bytes("p"), null);
        send("", OPEN);
        send("c", FrameOptions.DEFAULT);
        send("d", FrameOptions.DEFAULT);
        assertEquals("""
                part text "a"
                part continuation "b"
                ping "p"
                part continuation ""
                continuation "c"
                text "other"
                text "d"
                """.strip(), harness.sent());
        assertEquals(List.of("a", "b", "", "c", "other", "d"), completed);
    }

    @Test
    @DisplayName("1.10-01: an empty first fragment opens the message")
    void emptyFirstFragment() {
        harness.connection.send(Opcode.BINARY, bytes(""), OPEN, null, null);
        send("x", FrameOptions.DEFAULT);
        assertEquals("part binary \ncontinuation \"x\"", harness.sent());
    }

    @Test
    @DisplayName("1.10-01: bytes may be sent as text")
    void bytesAsText() {
        harness.connection.send(Opcode.TEXT, bytes("x"), FrameOptions.DEFAULT, null, null);
        assertEquals("text \"x\"", harness.sent());
        assertThrows(
                IllegalArgumentException.class,
                () -> harness.connection.send(Opcode.PING, bytes("x"), FrameOptions.DEFAULT, null, null));
    }

    @Test
    @DisplayName("a fragment of an open message is never dropped")
    void fragmentsAreNotDropped() {
        Harness full = Harness.open(true, options -> options.outboundLimit(300));
        full.transport.window(0);
        full.connection.send("a".repeat(200), OPEN, null, null);
        full.connection.send(
                "b".repeat(200), FrameOptions.DEFAULT, dev.tautline.spec.SlowConsumerPolicy.DROP_OLDEST, note("b"));
        assertEquals(List.of("b QueueFullException"), completed);
        full.connection.send("c", FrameOptions.DEFAULT, null, null);
        full.transport.openWindow(10_000);
        assertTrue(full.sent().endsWith("\ncontinuation \"c\""));
    }

    @Test
    @DisplayName("1.10-01, 1.10-02: a frame is masked where its sender says so, the next one is not")
    void maskedByServer() {
        harness.connection.send("m", new FrameOptions(true, true, true), null, null);
        harness.connection.send("n", FrameOptions.DEFAULT, null, null);
        harness.connection.ping(bytes("p"), true, null);
        harness.connection.pong(bytes("q"), null, null);
        byte[] sent = harness.transport.takeSent();
        assertEquals(0x80 | 1, sent[1] & 0xFF);
        assertArrayEquals(Frames.text("n", false), java.util.Arrays.copyOfRange(sent, 7, 10));
        assertEquals(0x80 | 1, sent[11] & 0xFF);
        assertArrayEquals(Frames.pong("q", false), java.util.Arrays.copyOfRange(sent, 17, 20));
    }

    @Test
    @DisplayName("1.6-12: a client's masking keys come from whom it names; zeros leave the payload as it is")
    void maskSource() {
        TestRuntime runtime = new TestRuntime();
        MemoryTransport transport = new MemoryTransport();
        int[] keys = {0x01020304, 0};
        int[] asked = new int[1];
        Connection client = new Connection(
                transport,
                ConnectionOptions.builder(Role.CLIENT)
                        .maskSource(() -> keys[asked[0]++])
                        .build(),
                NegotiatedExtensions.NONE,
                runtime,
                new RecordingListener());
        client.start();
        runtime.runAll();
        client.send("aa", FrameOptions.DEFAULT, null, null);
        client.send("aa", FrameOptions.DEFAULT, null, null);
        client.send("aa", new FrameOptions(true, true, false), null, null);
        assertArrayEquals(Frames.hex("8182 01020304 6063 8182 00000000 6161 8102 6161"), transport.takeSent());
        assertEquals(2, asked[0]);
    }

    @Test
    @DisplayName("1B.1-08: a ping completes when its own pong comes; the same payload takes the wait over")
    void pongs() {
        harness.connection.ping(bytes("a"), null, note("a written"), note("a"));
        harness.connection.ping(bytes("b"), null, null, note("b"));
        harness.connection.ping(bytes("b"), null, null, note("b2"));
        assertEquals(List.of("a written", "b IOException"), completed);
        completed.clear();
        harness.receive(Frames.join(Frames.pong("x", true), Frames.pong("b", true), Frames.pong("b", true)));
        assertEquals(List.of("b2"), completed);
        assertEquals(List.of("pong 78", "pong 62", "pong 62"), harness.heard());
        harness.receive(Frames.pong("a", true));
        assertEquals(List.of("b2", "a"), completed);
    }

    @Test
    @DisplayName("who waits for a pong is told of the end, and who comes later at once")
    void pongsAtTheEnd() {
        harness.connection.ping(bytes("a"), null, null, note("a"));
        harness.transport.reset();
        harness.runtime.runAll();
        assertEquals(List.of("a ClosedChannelException"), completed);
        harness.connection.ping(bytes("b"), null, note("b written"), note("b"));
        assertEquals(
                List.of("a ClosedChannelException", "b written ClosedChannelException", "b ClosedChannelException"),
                completed);
    }

    @Test
    @DisplayName("pings that nobody answers are bounded, and one that can't be sent waits for nothing")
    void pongWaitersAreBounded() {
        for (int i = 0; i < PongWaiters.MAX; i++) {
            harness.connection.ping(bytes("p" + i), null, null, note("p" + i));
        }
        harness.transport.takeSent();
        harness.connection.ping(bytes("more"), null, null, note("more"));
        assertEquals(List.of("more IOException"), completed);
        assertEquals("", harness.sent());
        harness.receive(Frames.pong("p0", true));
        harness.connection.ping(bytes("more"), null, null, note("more"));
        assertEquals("ping \"more\"", harness.sent());
        @Nullable Throwable tooLong = assertThrows(
                IllegalArgumentException.class,
                () -> harness.connection.ping(ByteBuffer.allocate(126), null, null, note("long")));
        assertTrue(tooLong.getMessage().contains("125"));
    }

    @Test
    @DisplayName("1.9-04: in the ws profile what is sent after close is added to bufferedAmount")
    void bufferedAmountAfterClose() {
        harness.connection.close(CloseStatus.of(1000));
        send("12345", FrameOptions.DEFAULT);
        harness.connection.ping(bytes("12"), null);
        assertEquals(7, harness.connection.bufferedAmount());
        Harness jakarta = Harness.open(true);
        jakarta.connection.close(CloseStatus.of(1000));
        jakarta.connection.sendText("12345", true, null, null);
        assertEquals(0, jakarta.connection.bufferedAmount());
    }

    @Test
    @DisplayName("bytes are counted both ways, headers included")
    void countsBytes() {
        byte[] in = Frames.join(Frames.text("abc", true), Frames.pong("", true));
        harness.receive(in);
        send("abcd", FrameOptions.DEFAULT);
        ConnectionCounters counters = harness.connection.counters();
        assertEquals(in.length, counters.bytesReceived());
        assertEquals(6, counters.bytesSent());
        assertEquals(1, counters.messagesReceived());
        assertEquals(1, counters.messagesSent());
    }
}
