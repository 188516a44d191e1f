// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.CloseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever is slow fills its own queue, not the memory; what was accepted arrives. */
interface BackPressureContract extends Contract {
    int MIB = 1024 * 1024;
    /** The default of {@code dev.tautline.outboundLimit}. */
    int OUTBOUND_LIMIT = 16 * MIB;

    @Test
    default void aPeerThatNeverReadsFillsItsQueueAndNoMore() throws Exception {
        Probe probe = new Probe();
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            int size = 64 * 1024;
            List<Future<Void>> sends = new ArrayList<>();
            // Three times what the queue holds: the sockets' buffers take a part.
            for (int i = 0; i < 3 * OUTBOUND_LIMIT / size; i++) {
                ByteBuffer message = ByteBuffer.allocate(size).putInt(0, i);
                sends.add(probe.session().getAsyncRemote().sendBinary(message));
                long buffered = probe.connection().bufferedAmount();
                assertTrue(buffered <= OUTBOUND_LIMIT, "bufferedAmount is " + buffered);
            }
            site().echoes();
            // Those that found the queue full have failed; all others arrive, in order, once the peer reads.
            int arrived = 0;
            int refused = 0;
            for (int i = 0; i < sends.size(); i++) {
                if (hasFailed(sends.get(i))) {
                    refused++;
                } else {
                    byte[] message = client.message().binary();
                    assertEquals(i, ByteBuffer.wrap(message).getInt());
                    arrived++;
                }
            }
            assertTrue(refused > 0, "none of " + sends.size() + " sends was refused");
            assertTrue(arrived * (long) size >= OUTBOUND_LIMIT - size, "only " + arrived + " messages were accepted");
            client.closeCleanly();
            assertEquals(0, probe.connection().bufferedAmount());
        }
    }

    private static boolean hasFailed(Future<Void> send) {
        if (!send.isDone()) {
            return false;
        }
        try {
            Await.result("a send", send);
            return false;
        } catch (CompletionException e) {
            return true;
        }
    }

    @Test
    default void anEndThatThisSideChoosesIsNoErrorWhateverWaits() throws Exception {
        Probe probe = new Probe();
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            Future<Void> waiting = fill(probe);
            probe.connection().terminate();
            assertEndedWithoutError(probe, waiting);
            client.expectGone();
        }
    }

    @Test
    default void thePeersEndIsNoErrorWhateverWaits() throws Exception {
        Probe probe = new Probe();
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            Future<Void> waiting = fill(probe);
            client.shutdownOutput();
            assertEndedWithoutError(probe, waiting);
        }
    }

    /** A send that waits for the peer to read. */
    private static Future<Void> fill(Probe probe) {
        Future<Void> sent = probe.session().getAsyncRemote().sendBinary(ByteBuffer.allocate(OUTBOUND_LIMIT - MIB));
        assertFalse(sent.isDone());
        return sent;
    }

    private static void assertEndedWithoutError(Probe probe, Future<Void> waiting) {
        assertEquals(
                CloseReason.CloseCodes.CLOSED_ABNORMALLY, probe.closeReason().getCloseCode());
        assertEquals(List.of(), probe.errors());
        assertThrows(CompletionException.class, () -> Await.result("the send that waited", waiting));
    }

    @Test
    default void aSlowCallbackStopsItsPeerAndLosesNothing() throws Exception {
        int count = 1500;
        int size = 16 * 1024;
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        Probe probe = new Probe().onBinary((session, message) -> {
            release.await();
            if (ByteBuffer.wrap(message).getInt() != seen.getAndIncrement()) {
                wrong.incrementAndGet();
            }
        });
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            frames[i] = Frames.binary(ByteBuffer.allocate(size).putInt(0, i).array(), true);
        }
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            CompletableFuture<?> sent = client.sendMeanwhile(Frames.join(frames));
            long taken = Await.untilStill("bytes that the server takes", client::written);
            assertTrue(taken < (long) count * size, "the server takes all there is while its callback blocks");
            site().echoes();
            release.countDown();
            Await.result("all sent", sent);
            Await.until("all messages are seen", () -> seen.get() == count);
            assertEquals(0, wrong.get(), "messages out of order");
            client.closeCleanly();
        } finally {
            release.countDown();
        }
    }

    @Test
    default void aPeersCloseIsSeenBehindAFullReadAhead() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        Probe probe = new Probe().onBinary((session, message) -> {
            release.await();
            seen.incrementAndGet();
        });
        try (WireClient client = site().open(probe)) {
            for (int i = 0; i < 40; i++) {
                client.sendBinary(new byte[8 * 1024]);
            }
            client.sendClose(1000, "all said");
            release.countDown();
            assertEquals(1000, client.closeFrame().closeCode());
            client.expectEnd();
            assertEquals("all said", probe.closeReason().getReasonPhrase());
            assertEquals(40, seen.get(), "messages before the close");
        } finally {
            release.countDown();
        }
    }

    @Test
    @DisplayName("ws 8.23.0, CVE-2026-109932: a flood of pings from a peer that does not read is bounded")
    default void aFloodOfPingsFromAPeerThatDoesNotReadIsBounded() throws Exception {
        Probe probe = new Probe();
        try (WireClient client =
                site().webSocket(probe.path()).buffers(8 * 1024).open()) {
            byte[] pings = Frames.repeat(Frames.ping("p".repeat(125), true), 400_000 / 100);
            CompletableFuture<?> flood = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    client.send(pings);
                }
            });
            Await.result("the flood", flood);
            client.send(Frames.ping("the last", true));
            // RFC 6455 section 5.5.3: "the endpoint MAY elect to send a Pong frame for only the most recently processed
            // Ping
            // frame." Those that the sockets' buffers hold have been answered one by one.
            int pongs = 1;
            while (!new String(client.frame().payload(), UTF_8).equals("the last")) {
                pongs++;
            }
            assertTrue(pongs < 200_000, "pongs kept: " + pongs);
            client.closeCleanly();
            assertEquals(1000, probe.closeReason().getCloseCode().getCode());
        }
        site().echoes();
    }
}
