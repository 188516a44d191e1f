// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.Frames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.10: what can be done with a socket. */
class SocketMethodTest {
    private final MemoryHost host = new MemoryHost();
    private final List<SocketRecorder> recorders = new ArrayList<>();
    private MemoryClient client;
    private WebSocket socket;

    @BeforeEach
    void open() {
        host.server(options -> options.perMessageDeflate(true))
                .onConnection((opened, request) -> recorders.add(new SocketRecorder(opened)));
        client = host.open(MemoryRequest.get("/").with("Sec-WebSocket-Extensions", "permessage-deflate"));
        socket = recorders.get(0).socket;
        recorders.get(0).take();
    }

    private static SendOptions plain() {
        return SendOptions.DEFAULTS.compress(false);
    }

    @Test
    @DisplayName("1.10-01 characters and numbers go as text, bytes as binary, unless binary says otherwise")
    void kinds() {
        socket.send("a", plain());
        socket.send(new byte[] {1});
        socket.send(1.5);
        socket.send("a", plain().binary(true));
        socket.send(ByteBuffer.wrap(new byte[] {'b'}), plain().binary(false));
        assertTrue(
                client.received().matches("text \"a\"\nrsv1 binary .*\nrsv1 text .*\nbinary 61\ntext \"b\""),
                "kinds of frames");
        assertThrows(
                IllegalArgumentException.class,
                () -> socket.send(ByteBuffer.wrap(new byte[] {(byte) 0xFF}), plain().binary(false)));
    }

    @Test
    @DisplayName("1.10-01 fin false opens a message that the following sends continue")
    void fragments() {
        socket.send("a", plain().fin(false));
        socket.send("b", plain().fin(false));
        socket.send("c", plain().fin(true));
        assertEquals("part text \"a\"\npart continuation \"b\"\ncontinuation \"c\"", client.received());
    }

    @Test
    @DisplayName("1.10-01 1.10-02 frames of a server are masked only if the sender says so")
    void mask() {
        socket.send("a", plain());
        socket.ping(ByteBuffer.allocate(0), false);
        host.runtime.runAll();
        assertEquals(0, client.transport.takeSent()[1] & 0x80);
        socket.send("a", plain().mask(true));
        host.runtime.runAll();
        assertEquals(0x80, client.transport.takeSent()[1] & 0x80);
        socket.ping(ByteBuffer.allocate(0), true);
        host.runtime.runAll();
        assertEquals(0x80, client.transport.takeSent()[1] & 0x80);
    }

    @Test
    @DisplayName("1.10-01 messages are compressed by default where that was negotiated")
    void compress() {
        socket.send("a".repeat(100));
        assertTrue(client.received().startsWith("rsv1 text"));
        socket.send("a", plain());
        assertEquals("text \"a\"", client.received());
    }

    @Test
    @DisplayName("1.10-01 the stage of a send completes when it has been written, in the order of the sends")
    void completion() {
        List<String> done = new ArrayList<>();
        client.transport.window(0);
        var first = socket.send("a", plain()).thenRun(() -> done.add("a"));
        var second = socket.send("b", plain()).thenRun(() -> done.add("b"));
        host.runtime.runAll();
        assertEquals(List.of(), done);
        client.transport.openWindow(1000);
        host.runtime.runAll();
        assertEquals(List.of("a", "b"), done);
        assertTrue(first.toCompletableFuture().isDone()
                && second.toCompletableFuture().isDone());
    }

    private Throwable failure(CompletableFuture<?> stage) {
        host.runtime.runAll();
        assertTrue(stage.isDone());
        return assertThrows(CompletionException.class, stage::join).getCause();
    }

    @Test
    @DisplayName("1.10-01 1.10-02 while closing and after the end nothing throws, the stages fail")
    void afterTheEnd() {
        socket.close(1000);
        for (ReadyState state : List.of(ReadyState.CLOSING, ReadyState.CLOSED)) {
            assertEquals(state, socket.readyState());
            assertInstanceOf(
                    ClosedChannelException.class, failure(socket.send("a").toCompletableFuture()));
            assertInstanceOf(ClosedChannelException.class, failure(socket.pong().toCompletableFuture()));
            Ping ping = socket.ping();
            assertFalse(ping.queued());
            assertInstanceOf(
                    ClosedChannelException.class, failure(ping.written().toCompletableFuture()));
            assertInstanceOf(
                    ClosedChannelException.class, failure(ping.answered().toCompletableFuture()));
            client.sends(Frames.close(1000, "", true));
        }
    }

    @Test
    @DisplayName("1.10-02 ping and pong carry up to 125 bytes; written is not answered")
    void pingAndPong() {
        Ping ping = socket.ping("a");
        socket.pong(ByteBuffer.wrap(new byte[] {'b'}));
        assertEquals("ping \"a\"\npong \"b\"", client.received());
        assertTrue(ping.queued());
        assertTrue(ping.written().toCompletableFuture().isDone());
        assertFalse(ping.answered().toCompletableFuture().isDone());
        client.sends(Frames.pong("other", true));
        assertFalse(ping.answered().toCompletableFuture().isDone());
        client.sends(Frames.pong("a", true));
        assertTrue(ping.answered().toCompletableFuture().isDone());
        assertThrows(IllegalArgumentException.class, () -> socket.ping(ByteBuffer.allocate(126)));
        assertThrows(IllegalArgumentException.class, () -> socket.pong(ByteBuffer.allocate(126)));
        assertTrue(socket.ping(ByteBuffer.allocate(125)).queued());
    }

    @ParameterizedTest
    @DisplayName("1.10-03 these codes may be sent")
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1014, 3000, 4999})
    void codes(int code) {
        socket.close(code, "bye");
        assertEquals("close " + code + " \"bye\"", client.received());
        assertEquals(ReadyState.CLOSING, socket.readyState());
    }

    @ParameterizedTest
    @DisplayName("1.10-03 these codes may not, and the socket stays open")
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
    void wrongCodes(int code) {
        assertThrows(IllegalArgumentException.class, () -> socket.close(code));
        assertEquals(ReadyState.OPEN, socket.readyState());
        assertEquals("", client.received());
    }

    @Test
    @DisplayName("1.10-03 a reason has at most 123 bytes")
    void reason() {
        assertThrows(IllegalArgumentException.class, () -> socket.close(1000, "ä".repeat(62)));
        assertEquals(ReadyState.OPEN, socket.readyState());
        socket.close(1000, "ä".repeat(61) + "a");
        assertEquals("close 1000 \"" + "ä".repeat(61) + "a\"", client.received());
    }

    @Test
    @DisplayName("1.10-03 without a code the close frame is empty; a second close changes nothing")
    void emptyClose() {
        socket.close();
        assertEquals("close", client.received());
        socket.close(4000);
        assertEquals("", client.received());
        client.sends(Frames.close(true));
        socket.close();
        assertEquals("", client.received());
        assertEquals(List.of("close 1005 '' clean"), recorders.get(0).take());
    }

    @Test
    @DisplayName("1.10-03 what the peer sends before its own close frame is delivered; what follows the peer's is not")
    void messagesWhileClosing() {
        socket.close(1000);
        client.sends(Frames.text("late", true));
        assertEquals(List.of("text late"), recorders.get(0).take());
        client.sends(Frames.close(1000, "", true));
        client.sends(Frames.text("too late", true));
        assertEquals(List.of("close 1000 '' clean"), recorders.get(0).take());
    }

    @Test
    @DisplayName("1.10-03 a listener that closes gets what comes behind")
    void messagesBehindTheListenerThatCloses() {
        List<String> heard = new ArrayList<>();
        socket.onMessage((from, message) -> {
            heard.add(message.text());
            from.close(1000);
        });
        byte[] one = Frames.text("one", true);
        byte[] two = Frames.text("two", true);
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        client.sends(both);
        assertEquals(List.of("one", "two"), heard);
    }

    @Test
    @DisplayName("1.10-04 terminate destroys at once, close has 1006 and there is no error")
    void terminate() {
        socket.terminate();
        assertTrue(client.transport.isClosed());
        assertEquals("", client.received());
        assertEquals(List.of("close 1006 ''"), recorders.get(0).take());
    }

    @Test
    @DisplayName("1.14-03 floats go as binary in the byte order that is given")
    void floats() {
        FloatBuffer floats = FloatBuffer.wrap(new float[] {1.0f, -2.0f});
        socket.send(floats, ByteOrder.BIG_ENDIAN);
        socket.send(floats, ByteOrder.LITTLE_ENDIAN);
        assertEquals(2, floats.remaining());
        host.runtime.runAll();
        assertEquals(
                List.of("3f800000c0000000", "0000803f000000c0"), FrameContents.inflated(client.transport.takeSent()));
    }

    @Test
    @DisplayName("a socket's close stage completes after its listeners")
    void closedStage() {
        List<String> order = new ArrayList<>();
        socket.onClose((from, event) -> order.add("listener"));
        var unused = socket.closed().thenAccept(event -> order.add("stage " + event.code()));
        client.sends(Frames.close(4000, "", true));
        assertEquals(List.of("listener", "stage 4000"), order);
        assertEquals(socket, socket.opened().toCompletableFuture().join());
    }
}
