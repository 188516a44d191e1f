// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A blocking send that ends early leaves its caller's buffer alone. */
class InterruptedSendTest {
    private final Harness harness = Harness.open(true);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean flag = new AtomicBoolean();

    InterruptedSendTest() {
        harness.transport.window(10);
    }

    /** A thread that waits in a blocking send of {@code payload}. */
    private Thread waiting(byte[] payload) throws InterruptedException {
        Thread sender = new Thread(() -> {
            failure.set(assertThrows(
                    IOException.class, () -> harness.connection.sendBinaryBlocking(ByteBuffer.wrap(payload), true)));
            flag.set(Thread.currentThread().isInterrupted());
            // The buffer is the caller's again.
            Arrays.fill(payload, (byte) 0xEE);
        });
        sender.setDaemon(true);
        sender.start();
        Harness.awaitWaiting(sender);
        return sender;
    }

    private static byte[] payload(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 101);
        }
        return bytes;
    }

    @Test
    @DisplayName("interrupted in the middle of its message: the message is completed with what the buffer held")
    void beingWritten() throws Exception {
        byte[] expected = Frames.binary(payload(2_000_000), false);
        Thread sender = waiting(payload(2_000_000));
        sender.interrupt();
        Harness.join(sender);
        assertTrue(
                failure.get() instanceof InterruptedIOException, failure.get().toString());
        assertTrue(failure.get().getMessage().contains("may still be written"));
        assertTrue(flag.get());
        harness.transport.openWindow(MemoryTransport.UNLIMITED);
        assertArrayEquals(expected, harness.transport.takeSent());
        harness.connection.sendText("after", true, null, null);
        assertEquals("text \"after\"", harness.sent());
    }

    @Test
    @DisplayName("interrupted before its message has begun: it is not sent, and no longer counts")
    void stillQueued() throws Exception {
        harness.connection.sendText("x".repeat(300_000), true, null, null);
        harness.connection.sendText("x".repeat(300_000), true, null, null);
        Thread sender = waiting(payload(100_000));
        assertEquals(700_000, harness.connection.bufferedAmount());
        sender.interrupt();
        Harness.join(sender);
        assertTrue(
                failure.get().getMessage().contains("was not sent"),
                failure.get().toString());
        assertEquals(600_000, harness.connection.bufferedAmount());
        harness.transport.openWindow(MemoryTransport.UNLIMITED);
        assertTrue(harness.sent().lines().allMatch(frame -> frame.startsWith("text")));
        assertEquals(0, harness.connection.bufferedAmount());
    }

    @Test
    @DisplayName("out of time in the middle of its message: nothing of the buffer is read afterwards")
    void outOfTime() throws Exception {
        byte[] expected = Frames.binary(payload(2_000_000), false);
        Thread sender = waiting(payload(2_000_000));
        harness.runtime.timers().advance(Duration.ofSeconds(20));
        Harness.join(sender);
        assertFalse(flag.get());
        harness.transport.openWindow(MemoryTransport.UNLIMITED);
        byte[] sent = harness.transport.takeSent();
        assertArrayEquals(Arrays.copyOf(expected, sent.length), sent);
        assertEquals(0, harness.runtime.buffers().lent());
    }
}
