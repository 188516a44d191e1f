// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.testkit.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The outbound queue, its policies, messages in parts. */
class SendingTest {
    /** Outbound limit of 300 bytes, and a peer that reads nothing. */
    private final Harness full = Harness.open(true, options -> options.outboundLimit(300));

    private final List<String> completed = new ArrayList<>();

    SendingTest() {
        full.transport.window(0);
    }

    private void send(Harness harness, String text, SlowConsumerPolicy policy) {
        String name = text.substring(0, 1);
        harness.connection.sendText(
                text,
                true,
                policy,
                new Light(failure -> completed.add(
                        failure == null ? name : name + " " + failure.getClass().getSimpleName())));
    }

    private static String hundred(String letter) {
        return letter.repeat(100);
    }

    /** a is being written, b and c wait behind it, and there is no room for another hundred bytes. */
    private void fill(SlowConsumerPolicy policy) {
        send(full, hundred("a"), policy);
        send(full, hundred("b"), policy);
        send(full, "c".repeat(50), policy);
        assertEquals(250, full.connection.bufferedAmount());
    }

    @Test
    @DisplayName("FAIL: the send that finds no room fails, nothing else happens")
    void failPolicy() {
        fill(SlowConsumerPolicy.FAIL);
        send(full, hundred("d"), SlowConsumerPolicy.FAIL);
        send(full, hundred("e"), SlowConsumerPolicy.FAIL);
        assertEquals("d QueueFullException", completed.get(0));
        assertTrue(full.connection.counters().sendsRejected() >= 1);
        full.transport.openWindow(10_000);
        assertEquals(0, full.connection.bufferedAmount());
        assertTrue(full.sent().contains("text \"" + "c".repeat(50)));
    }

    @Test
    @DisplayName("DROP_NEWEST: the new message is dropped and counted")
    void dropNewest() {
        fill(SlowConsumerPolicy.DROP_NEWEST);
        send(full, hundred("d"), SlowConsumerPolicy.DROP_NEWEST);
        send(full, hundred("e"), SlowConsumerPolicy.DROP_NEWEST);
        assertEquals("d MessageDroppedException", completed.get(0));
        assertEquals(2, full.connection.counters().messagesDropped());
    }

    @Test
    @DisplayName("DROP_OLDEST: whole messages that are not being written make room")
    void dropOldest() {
        Harness harness = Harness.open(true, options -> options.outboundLimit(400));
        harness.transport.window(10);
        send(harness, hundred("a"), null);
        // The first batch is on its way: what follows is encoded behind it, then queued.
        harness.connection.sendTextPart("p", false, true, null, null);
        harness.connection.sendTextPart("q", true, true, null, null);
        send(harness, hundred("b"), SlowConsumerPolicy.DROP_OLDEST);
        send(harness, hundred("c"), SlowConsumerPolicy.DROP_OLDEST);
        assertTrue(completed.contains("b MessageDroppedException"), completed.toString());
        harness.transport.openWindow(10_000);
        String sent = harness.sent();
        assertTrue(sent.contains("part text \"p\"") && sent.contains("continuation \"q\""), sent);
        assertTrue(sent.endsWith("text \"" + hundred("c") + "\""), sent);
    }

    @Test
    @DisplayName("CLOSE: a full queue closes with 1008")
    void closePolicy() {
        fill(SlowConsumerPolicy.CLOSE);
        send(full, hundred("d"), SlowConsumerPolicy.CLOSE);
        assertEquals("d QueueFullException", completed.get(0));
        full.runtime.runAll();
        assertEquals(List.of("error QueueFullException"), full.heard());
        full.transport.openWindow(10_000);
        assertTrue(full.sent().endsWith("close 1008 \"the peer reads too slowly\""));
    }

    @Test
    @DisplayName("a message longer than the limit passes when nothing else waits")
    void oversizeAlone() {
        Harness harness = Harness.open(true, options -> options.outboundLimit(10));
        send(harness, hundred("a"), SlowConsumerPolicy.FAIL);
        assertEquals(List.of("a"), completed);
    }

    @Test
    @DisplayName("BLOCK: a blocking send waits for room, then for its bytes")
    void blockPolicy() throws Exception {
        full.connection.sendText(hundred("a"), true, null, null);
        full.connection.sendText(hundred("b"), true, null, null);
        full.connection.sendText(hundred("c"), true, null, null);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            try {
                full.connection.sendTextBlocking(hundred("d"), true);
            } catch (IOException e) {
                failure.set(e);
            }
            done.countDown();
        });
        sender.setDaemon(true);
        sender.start();
        Harness.awaitWaiting(sender);
        assertEquals(1, done.getCount());
        full.transport.openWindow(dev.tautline.testkit.MemoryTransport.UNLIMITED);
        assertTrue(done.await(60, TimeUnit.SECONDS));
        assertEquals(null, failure.get());
        assertTrue(full.sent().endsWith("text \"" + hundred("d") + "\""));
    }

    @Test
    @DisplayName(
            "CVE-2026-79677: a blocking send that the peer doesn't take fails after the send timeout, once, and ends the connection")
    void sendTimeout() throws Exception {
        full.connection.sendText(hundred("a"), true, null, null);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> failure.set(
                assertThrows(IOException.class, () -> full.connection.sendTextBlocking(hundred("b"), true))));
        sender.setDaemon(true);
        sender.start();
        Harness.awaitWaiting(sender);
        full.runtime.timers().advance(Duration.ofSeconds(20));
        Harness.join(sender);
        assertTrue(
                failure.get().getMessage().contains("send timeout"),
                failure.get().getMessage());
        full.runtime.runAll();
        assertTrue(full.transport.isClosed());
        assertEquals(List.of("close 1006 ''"), full.heard());
        assertEquals(0, full.runtime.buffers().lent());
    }

    @Test
    @DisplayName("inside a callback a blocking send returns once it is queued")
    void blockingInsideCallback() {
        Harness harness = Harness.open(true);
        harness.transport.window(0);
        harness.listener.onEach(event -> {
            try {
                harness.connection.sendTextBlocking("reply", true);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        harness.receive(Frames.text("a", true));
        harness.transport.openWindow(100);
        assertEquals("text \"reply\"", harness.sent());
    }

    @Test
    @DisplayName("parts of a message are not interleaved with other messages, which keep their order behind it")
    void parts() {
        Harness harness = Harness.open(true);
        harness.connection.sendTextPart("a", false, true, null, null);
        harness.connection.sendText("one", true, null, null);
        harness.connection.sendBinary(ByteBuffer.wrap(new byte[] {2}), true, null, null);
        harness.connection.ping(ByteBuffer.wrap(new byte[] {'p'}), null);
        assertThrows(
                IllegalStateException.class,
                () -> harness.connection.sendBinaryPart(ByteBuffer.allocate(1), true, true, null, null));
        harness.connection.sendTextPart("b", true, true, null, null);
        assertEquals("part text \"a\"\nping \"p\"\ncontinuation \"b\"\ntext \"one\"\nbinary 02", harness.sent());
    }

    @Test
    @DisplayName("CVE-2016-10518, GHSA-58qx-3vcg-4xpx: a ping sends position to limit of its buffer, 125 bytes at most")
    void pingPayload() {
        Harness harness = Harness.open(true);
        ByteBuffer buffer = ByteBuffer.allocate(1000).position(3).limit(4);
        buffer.put(3, (byte) 'x');
        harness.connection.ping(buffer, null);
        assertEquals("ping \"x\"", harness.sent());
        assertEquals(1, buffer.remaining());
        assertThrows(IllegalArgumentException.class, () -> harness.connection.ping(ByteBuffer.allocate(126), null));
    }

    @Test
    @DisplayName("batching: nothing leaves before flush")
    void batching() {
        Harness harness = Harness.open(true);
        harness.connection.cork();
        harness.connection.sendText("a", true, null, null);
        harness.connection.sendText("b", true, null, null);
        assertEquals(0, harness.transport.writes());
        harness.connection.flush();
        assertEquals(1, harness.transport.writes());
        harness.connection.sendText("c", true, null, null);
        harness.connection.uncork();
        assertEquals(2, harness.transport.writes());
        assertEquals("text \"a\"\ntext \"b\"\ntext \"c\"", harness.sent());
    }

    @Test
    @DisplayName("a send by another thread flushes what a callback has corked")
    void otherThreadFlushes() {
        Harness harness = Harness.open(true);
        harness.listener.onEach(event -> {
            harness.connection.sendText("mine", true, null, null);
            assertEquals("", harness.sent());
            Thread other = new Thread(() -> harness.connection.sendText("other", true, null, null));
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertEquals("text \"mine\"\ntext \"other\"", harness.sent());
        });
        harness.receive(Frames.text("a", true));
        assertEquals(List.of("text a"), harness.heard());
        assertEquals("", harness.sent(), "the callback's assertions held: no close frame");
    }

    @Test
    @DisplayName("completions that may block never run on the thread of the transport")
    void blockingCompletions() {
        Harness harness = Harness.open(true);
        harness.transport.window(0);
        List<String> done = new ArrayList<>();
        harness.connection.sendText("a", true, null, failure -> done.add("done"));
        harness.transport.openWindow(100);
        assertEquals(List.of(), done);
        harness.runtime.runAll();
        assertEquals(List.of("done"), done);
    }

    @Test
    @DisplayName("a large message leaves in bounded pieces of direct memory")
    void largeMessage() {
        Harness harness = Harness.open(true);
        harness.transport.window(1000);
        byte[] payload = new byte[3 * 1024 * 1024 + 17];
        harness.connection.sendBinary(ByteBuffer.wrap(payload), true, null, null);
        assertTrue(
                harness.runtime.buffers().lent() <= 3,
                "buffers lent: " + harness.runtime.buffers().lent());
        harness.transport.openWindow(dev.tautline.testkit.MemoryTransport.UNLIMITED);
        assertEquals(payload.length + 10, harness.transport.takeSent().length);
        assertEquals(0, harness.runtime.buffers().lent());
        assertEquals(0, harness.connection.bufferedAmount());
    }

    @Test
    @DisplayName(
            "ws 8.23.0, CVE-2026-109932: 400,000 pings to a peer that doesn't read end the connection, without memory")
    void pingFlood() {
        Harness harness = Harness.open(true, options -> options.profile(Profile.WS));
        harness.transport.window(0);
        byte[] pings = Frames.repeat(Frames.ping("", true), 1000);
        for (int i = 0; i < 400 && !harness.transport.isClosed(); i++) {
            harness.receive(pings);
        }
        assertTrue(harness.transport.isClosed());
        List<String> heard = harness.heard();
        assertEquals("close 1006 ''", heard.get(heard.size() - 1));
        assertTrue(heard.stream().noneMatch(event -> event.startsWith("error")));
        assertEquals(0, harness.runtime.buffers().lent());
    }

    @Test
    @DisplayName("400,000 pings of a peer that reads are all answered")
    void pingsAnswered() {
        Harness harness = Harness.open(true);
        byte[] pings = Frames.repeat(Frames.ping("", true), 10_000);
        long bytes = 0;
        for (int i = 0; i < 40; i++) {
            harness.receive(pings);
            harness.heard();
            bytes += harness.transport.takeSent().length;
        }
        assertEquals(400_000 * 2, bytes);
    }

    @Test
    @DisplayName("broadcast: shared, never blocking, counted by outcome")
    void broadcast() {
        Harness open = Harness.open(true);
        Harness closed = Harness.open(true);
        closed.connection.terminate();
        full.connection.sendText(hundred("a"), true, null, null);
        full.connection.sendText(hundred("b"), true, null, null);
        full.connection.sendText(hundred("c"), true, null, null);
        BroadcastResult result = Broadcast.sendText(
                List.of(open.connection, closed.connection, full.connection), hundred("d"), true, null);
        closed.runtime.runAll();
        assertEquals(1, result.queued());
        assertEquals(1, result.failed());
        assertEquals(1, result.notOpen());
        assertEquals("text \"" + hundred("d") + "\"", open.sent());
        assertInstanceOf(BroadcastResult.class, result);
    }

    @Test
    @DisplayName("a flood of pings or pongs fails where the queue is full, and the connection lives")
    void controlFlood() {
        send(full, hundred("a"), SlowConsumerPolicy.DROP_OLDEST);
        for (int i = 0; i < 1000; i++) {
            full.connection.pong(
                    ByteBuffer.allocate(100),
                    new Light(failure -> completed.add(
                            failure == null ? "pong" : failure.getClass().getSimpleName())));
        }
        assertTrue(completed.size() >= 990, "failed: " + completed.size());
        assertEquals(
                List.of("QueueFullException"), completed.stream().distinct().toList());
        assertTrue(full.connection.bufferedAmount() <= 300);
        assertEquals(completed.size(), full.connection.counters().sendsRejected());
        assertThrows(QueueFullException.class, () -> full.connection.pingBlocking(ByteBuffer.allocate(100)));
        full.connection.close(CloseStatus.of(1000));
        full.transport.openWindow(10_000);
        assertEquals(0, full.connection.bufferedAmount());
        assertTrue(full.sent().endsWith("close 1000 \"\""));
    }

    @Test
    @DisplayName("a ping in a callback of a connection that is closing fails with an exception")
    void pingWhileClosing() {
        Harness harness = Harness.open(true);
        List<Class<?>> thrown = new ArrayList<>();
        harness.listener.onEach(event -> {
            if (event.startsWith("text")) {
                harness.connection.close(CloseStatus.of(1000));
                thrown.add(
                        assertThrows(IOException.class, () -> harness.connection.pingBlocking(ByteBuffer.allocate(1)))
                                .getClass());
                thrown.add(
                        assertThrows(IOException.class, () -> harness.connection.pongBlocking(ByteBuffer.allocate(1)))
                                .getClass());
            }
        });
        harness.receive(Frames.text("x", true));
        assertEquals(List.of(ClosedChannelException.class, ClosedChannelException.class), thrown);
    }
}
