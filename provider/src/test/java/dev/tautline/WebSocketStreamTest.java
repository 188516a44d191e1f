// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebSocketStreamTest {
    private static final int CHUNK = 16 * 1024;

    private final MemorySocket peer = MemorySocket.open();
    private final WebSocketStream stream = WebSocketStream.of(peer.socket);

    @Test
    @DisplayName("1.12-01 input: the content of all messages, text as UTF-8, then the end")
    void readsTheContentOfAllMessages() throws IOException {
        peer.receiveText("grüße ");
        peer.receiveBinary("and");
        peer.receiveText("");
        peer.receiveBinary(" bytes");
        peerCloses();
        assertEquals("grüße and bytes", new String(stream.input().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(-1, stream.input().read());
    }

    @Test
    @DisplayName("1.12-01 channel: reads what is there, in parts of messages too")
    void readsAsAChannel() throws IOException {
        peer.receiveText("abcde");
        ByteBuffer target = ByteBuffer.allocate(3);
        assertEquals(0, stream.read(ByteBuffer.allocate(0)));
        assertEquals(3, stream.read(target));
        assertEquals("abc", new String(target.array(), StandardCharsets.UTF_8));
        assertEquals(2, stream.input().available());
        assertEquals(2, stream.read(target.clear()));
        assertEquals('d', target.get(0));
        peerCloses();
        assertEquals(-1, stream.read(target.clear()));
    }

    @Test
    @DisplayName("1.12-01 output: every write is a binary message")
    void writesBinaryMessages() throws IOException {
        OutputStream output = stream.output();
        output.write(new byte[] {0, 1, 2, 3}, 1, 2);
        output.write(4);
        output.write(new byte[0]);
        output.flush();
        ByteBuffer content = ByteBuffer.wrap(new byte[] {5, 6});
        assertEquals(2, stream.write(content));
        assertFalse(content.hasRemaining());
        assertEquals("binary 0102\nbinary 04\nbinary 0506", peer.sent());
    }

    @Test
    @DisplayName("1.12-01 back-pressure: the peer's sends stall while nobody reads")
    void makesThePeerWait() throws IOException {
        int chunks = 64;
        for (int i = 0; i < chunks; i++) {
            peer.receive(Frames.binary(new byte[CHUNK], true));
        }
        assertFalse(peer.transport.isDemanded(), "the peer may go on sending");
        InputStream input = stream.input();
        for (int i = 0; i < chunks; i++) {
            assertEquals(CHUNK, input.readNBytes(CHUNK).length);
            peer.runtime.runAll();
        }
        assertTrue(peer.transport.isDemanded());
    }

    @Test
    @DisplayName("1.12-01 back-pressure: writes wait for room")
    void waitsForRoom() throws Exception {
        peer.transport.window(0);
        AtomicInteger written = new AtomicInteger();
        Writer writer = new Writer(() -> {
            for (int i = 0; i < 40; i++) {
                stream.output().write(new byte[CHUNK]);
                written.incrementAndGet();
            }
        });
        writer.awaitBlocked();
        assertTrue(written.get() <= 5, written + " chunks were taken while nothing left");
        while (writer.isAlive()) {
            peer.transport.openWindow(10_000);
            peer.runtime.runAll();
        }
        writer.assertDone();
        peer.transport.openWindow(MemoryTransport.UNLIMITED);
        stream.output().flush();
        assertEquals(40, Frames.describe(peer.transport.takeSent()).split("\n").length);
    }

    @Test
    @DisplayName("1.12-01 a write waits for the socket to open")
    void waitsForOpen() throws Exception {
        MemorySocket later = MemorySocket.connecting();
        Writer writer = new Writer(() -> WebSocketStream.of(later.socket).write(ByteBuffer.wrap(new byte[] {7})));
        writer.awaitBlocked();
        later.start();
        writer.assertDone();
        assertEquals("binary 07", later.sent());
    }

    @Test
    @DisplayName("1.12-01 a write fails where the socket never opens")
    void failsWithTheOpening() throws Exception {
        MemorySocket never = MemorySocket.connecting();
        Writer writer = new Writer(() -> WebSocketStream.of(never.socket).write(ByteBuffer.wrap(new byte[] {7})));
        writer.awaitBlocked();
        WebSocketException refused = new WebSocketException("", "refused", null);
        never.socket.state().failed(refused);
        assertSame(refused, writer.failure());
    }

    @Test
    @DisplayName("1.12-01 end: the close frame follows what was written, and close returns when the socket has closed")
    void endsAndWaits() throws Exception {
        peer.transport.window(0);
        stream.output().write(new byte[] {1});
        Writer closer = new Writer(stream.output()::close);
        closer.awaitBlocked();
        assertEquals("", peer.sent());
        peer.transport.openWindow(MemoryTransport.UNLIMITED);
        assertEquals("binary 01\nclose", peer.sent());
        assertTrue(closer.isAlive());
        peerCloses();
        closer.assertDone();
        stream.close();
        assertEquals(1000, peer.socket.closed().toCompletableFuture().join().code());
        assertThrows(ClosedChannelException.class, () -> stream.write(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> stream.read(ByteBuffer.allocate(1)));
    }

    @Test
    @DisplayName("1.12-01 end: tells if something that was written could not be sent")
    void tellsOfWhatWasLost() throws Exception {
        peer.transport.window(0);
        stream.output().write(new byte[] {1});
        Writer closer = new Writer(stream::close);
        closer.awaitBlocked();
        peer.transport.reset();
        while (closer.isAlive()) {
            peer.runtime.runAll();
        }
        assertInstanceOf(IOException.class, closer.failure());
    }

    @Test
    @DisplayName("1.12-01 destroy: terminates the socket, reads and writes that wait fail")
    void destroys() throws Exception {
        peer.receiveText("unread");
        MemorySocket other = MemorySocket.open();
        WebSocketStream waited = WebSocketStream.of(other.socket);
        Writer reader = new Writer(() -> waited.input().read());
        reader.awaitBlocked();
        waited.destroy();
        assertInstanceOf(ClosedChannelException.class, reader.failure());
        IOException cause = new IOException("no longer wanted");
        stream.destroy(cause);
        peer.runtime.runAll();
        assertTrue(peer.transport.isClosed());
        assertEquals("", peer.sent());
        assertEquals(1006, peer.socket.closed().toCompletableFuture().join().code());
        assertSame(cause, assertThrows(IOException.class, () -> stream.input().read()));
        assertThrows(IOException.class, () -> stream.write(ByteBuffer.allocate(1)));
        assertFalse(stream.isOpen());
    }

    @Test
    @DisplayName("1.12-01 destroy: leaves a socket alone that has failed itself")
    void doesNotTerminateWhatHasFailed() {
        peer.receive(Frames.text("not masked", false));
        stream.destroy();
        peer.runtime.runAll();
        assertEquals("close 1002", peer.sent().substring(0, 10));
        assertFalse(peer.transport.isClosed());
    }

    @Test
    @DisplayName("1.12-01 an error of the socket ends the stream with it")
    void failsWithTheSocket() throws IOException {
        peer.receiveText("x");
        peer.receive(Frames.text("not masked", false));
        assertEquals('x', stream.input().read());
        WebSocketException error =
                assertThrows(WebSocketException.class, () -> stream.input().read());
        assertEquals("WS_ERR_EXPECTED_MASK", error.code());
    }

    @Test
    void closingTheInputLeavesTheOutput() throws IOException {
        peer.receiveText("unread");
        stream.input().close();
        for (int i = 0; i < 64; i++) {
            peer.receive(Frames.binary(new byte[CHUNK], true));
        }
        assertTrue(peer.transport.isDemanded());
        assertThrows(ClosedChannelException.class, () -> stream.input().read());
        stream.output().write(1);
        assertEquals("binary 01", peer.sent());
    }

    @Test
    void canBeInterruptedWithoutLosingBytes() throws Exception {
        Writer reader = new Writer(() -> stream.input().read());
        reader.awaitBlocked();
        reader.interrupt();
        assertInstanceOf(InterruptedIOException.class, reader.failure());
        assertTrue(reader.wasInterrupted);
        peer.receiveText("a");
        assertEquals('a', stream.input().read());
    }

    @Test
    void isTheOnlyOneThatTakesTheMessages() {
        assertThrows(IllegalStateException.class, () -> WebSocketStream.of(peer.socket));
        assertThrows(IllegalStateException.class, () -> peer.socket.onMessage((socket, message) -> {}));
        stream.input();
        assertThrows(IllegalStateException.class, stream::publisher);
        MemorySocket listened = MemorySocket.open();
        listened.socket.onMessage((socket, message) -> {});
        assertThrows(IllegalStateException.class, () -> WebSocketStream.of(listened.socket));
    }

    @Test
    void refusesToWaitForItself() {
        List<Throwable> thrown = new ArrayList<>();
        MemorySocket inside = MemorySocket.connecting();
        WebSocketStream itself = WebSocketStream.of(inside.socket);
        inside.start(() -> thrown.add(
                assertThrows(IllegalStateException.class, () -> itself.input().read())));
        assertEquals(1, thrown.size());
    }

    @Test
    void endsWithoutWaitingInAListener() throws IOException {
        MemorySocket inside = MemorySocket.connecting();
        WebSocketStream itself = WebSocketStream.of(inside.socket);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        inside.start(() -> {
            try {
                itself.output().write(1);
                itself.close();
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        assertNull(thrown.get());
        assertEquals("binary 01\nclose", inside.sent());
    }

    @Test
    void copiesFromInputToOutput() throws Exception {
        Writer echo = new Writer(() -> {
            stream.input().transferTo(stream.output());
            stream.output().close();
        });
        byte[] content = "echo".getBytes(StandardCharsets.UTF_8);
        peer.receiveBinary("echo");
        byte[] expected = Frames.binary(content, false);
        byte[] sent = new byte[0];
        while (sent.length < expected.length) {
            peer.runtime.runAll();
            sent = Frames.join(sent, peer.transport.takeSent());
        }
        assertArrayEquals(expected, sent);
        peerCloses();
        while (echo.isAlive()) {
            peer.runtime.runAll();
        }
        echo.assertDone();
    }

    private void peerCloses() {
        peer.receive(Frames.close(1000, "", true));
        peer.transport.eof();
        peer.runtime.runAll();
    }

    private interface Action {
        void run() throws Exception;
    }

    /** A thread that does what may wait. */
    private static final class Writer {
        private final Thread thread;
        private volatile Throwable thrown;
        private volatile boolean wasInterrupted;

        Writer(Action action) {
            thread = new Thread(() -> {
                try {
                    action.run();
                } catch (Throwable e) {
                    wasInterrupted = Thread.currentThread().isInterrupted();
                    thrown = e;
                }
            });
            thread.start();
        }

        void awaitBlocked() {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                assertTrue(thread.isAlive(), () -> "it did not wait: " + thrown);
                Thread.onSpinWait();
            }
        }

        void interrupt() {
            thread.interrupt();
        }

        boolean isAlive() {
            return thread.isAlive();
        }

        void assertDone() throws InterruptedException {
            thread.join();
            assertNull(thrown);
        }

        Throwable failure() throws InterruptedException {
            thread.join();
            return thrown;
        }
    }
}
