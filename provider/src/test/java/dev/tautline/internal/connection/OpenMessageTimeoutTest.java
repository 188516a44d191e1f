// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.OutboundQueue.Late;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocking sends while a message in parts is open and does not end. */
class OpenMessageTimeoutTest {
    private final Harness harness = Harness.open(true);

    /** Blocking ways to send. */
    enum Way {
        TEXT {
            @Override
            void send(Connection connection) throws IOException {
                connection.sendTextBlocking("two", true);
            }
        },
        BINARY {
            @Override
            void send(Connection connection) throws IOException {
                connection.sendBinaryBlocking(ByteBuffer.allocate(2), true);
            }
        },
        PART {
            @Override
            void send(Connection connection) throws IOException {
                connection.sendTextPartBlocking("two", true, true, "two");
            }
        };

        abstract void send(Connection connection) throws IOException;
    }

    private CompletableFuture<Throwable> waiting(Way way) throws InterruptedException {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread sender =
                new Thread(() -> failure.complete(assertThrows(IOException.class, () -> way.send(harness.connection))));
        sender.setDaemon(true);
        sender.start();
        Harness.awaitWaiting(sender);
        return failure;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @DisplayName("another author's message does not end in time: nothing is sent, and the connection stays")
    void otherAuthor(Way way) throws Exception {
        harness.connection.sendTextPartBlocking("one", false, true, "one");
        CompletableFuture<Throwable> failure = waiting(way);
        harness.runtime.timers().advance(Duration.ofSeconds(20));
        Throwable thrown = failure.get(60, TimeUnit.SECONDS);
        assertInstanceOf(SocketTimeoutException.class, thrown);
        assertEquals(
                "Another message in parts has not ended within the send timeout of 20000 ms; nothing was sent",
                thrown.getMessage());
        assertEquals(ReadyState.OPEN, harness.connection.readyState());
        assertEquals(0, harness.connection.bufferedAmount());
        harness.connection.sendTextPartBlocking(" ends", true, true, "one");
        harness.connection.sendTextBlocking("after", true);
        assertEquals("part text \"one\"\ncontinuation \" ends\"\ntext \"after\"", harness.sent());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @DisplayName("the peer takes nothing in time: the connection ends")
    void deafPeer(Way way) throws Exception {
        harness.transport.window(0);
        CompletableFuture<Throwable> failure = waiting(way);
        harness.runtime.timers().advance(Duration.ofSeconds(20));
        Throwable thrown = failure.get(60, TimeUnit.SECONDS);
        assertTrue(thrown.getMessage().startsWith("The peer has not taken the message"), thrown.getMessage());
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("whole messages of the thread whose own message is open are queued behind it and not waited for")
    void ownThread() throws Exception {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            Connection connection = harness.connection;
            connection.sendTextPartBlocking("one", false, true, "one");
            connection.sendTextBlocking("progress", true);
            byte[] bytes = {1, 2};
            connection.sendBinaryBlocking(ByteBuffer.wrap(bytes), true);
            bytes[0] = 9;
            assertEquals("part text \"one\"", harness.sent());
            connection.sendTextPartBlocking(" ends", true, true, "one");
        });
        assertEquals("continuation \" ends\"\ntext \"progress\"\nbinary 0102", harness.sent());
    }

    private static Outgoing part(boolean last) {
        return Outgoing.part(Opcode.TEXT, ByteBuffer.allocate(10), last, true, "one", null);
    }

    @Test
    @DisplayName("the peer has all its time when the message in parts has ended at last")
    void timeAnew() throws Exception {
        OutboundQueue queue = new OutboundQueue(1000);
        List<Outgoing> dropped = new ArrayList<>();
        queue.offer(part(false), SlowConsumerPolicy.BLOCK, dropped);
        Outgoing behind = Outgoing.message(Opcode.TEXT, ByteBuffer.allocate(10), true, null);
        queue.offer(behind, SlowConsumerPolicy.BLOCK, dropped);
        OutboundQueue.RoomWait wait = queue.new RoomWait();
        Thread waiter = new Thread(() -> {
            try {
                queue.awaitRoom(Outgoing.part(Opcode.TEXT, ByteBuffer.allocate(10), true, true, "two", null), wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.setDaemon(true);
        waiter.start();
        Harness.awaitWaiting(waiter);
        queue.offer(part(true), SlowConsumerPolicy.BLOCK, dropped);
        Harness.join(waiter);
        wait.run();
        assertTrue(wait.again());
        assertFalse(wait.isOver());
        wait.run();
        assertFalse(wait.again());
        assertTrue(wait.isOver());
        assertEquals(Late.LET_GO, queue.late(behind));
        assertEquals(Late.UNTAKEN, queue.late(behind));
    }
}
