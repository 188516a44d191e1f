// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.Blocking;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A callback may block: it delays its own connection only. Under a watchdog any turn may lose its lease, a quick one too when its thread waits for a
 * processor; where a test counts losses, or says when they come, nobody watches and the blocking callback itself gives the loop away.
 */
class LeaseTest {
    /** Blocks in every {@code onRead} until it is released, then echoes. Demand comes last. */
    private static class BlockingEcho extends EchoListener {
        final CountDownLatch release;
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch lost = new CountDownLatch(1);
        final AtomicInteger losses = new AtomicInteger();
        volatile int mostLosses;
        volatile Thread reader = Thread.currentThread();
        volatile Thread taker = Thread.currentThread();

        BlockingEcho(Transport transport, CountDownLatch release) {
            super(transport);
            this.release = release;
        }

        @Override
        public void onRead(ByteBuffer buffer) {
            reader = Thread.currentThread();
            losses.set(0);
            entered.countDown();
            block();
            echo(buffer);
        }

        void block() {
            awaitLatch(release);
        }

        @Override
        public void onLeaseLost() {
            taker = Thread.currentThread();
            mostLosses = Math.max(mostLosses, losses.incrementAndGet());
            lost.countDown();
        }
    }

    /** Gives the loop away before it blocks. */
    private static class SurrenderingEcho extends BlockingEcho {
        SurrenderingEcho(Transport transport, CountDownLatch release) {
            super(transport, release);
        }

        @Override
        void block() {
            Blocking.begin();
            super.block();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertTrue(latch.await(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS), "a latch was not released");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void blockedCallbackDelaysNoOtherConnectionOfItsLoop() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.oneLoop()) {
            BlockingEcho[] blocked = new BlockingEcho[1];
            Peer slow = loopback.connect(transport -> blocked[0] = new BlockingEcho(transport, release));
            Peer quick = loopback.connectEcho();
            quick.roundTrips(1);
            slow.send("slow");
            awaitLatch(blocked[0].entered);
            quick.roundTrips(100);
            awaitLatch(blocked[0].lost);
            assertNotEquals(blocked[0].reader, blocked[0].taker);
            Loopback.await("the slow one only", () -> loopback.loops.metrics().blockedTurns() == 1);
            release.countDown();
            assertEquals("slow", slow.receiveText(4), "its own buffer was left to it");
            slow.roundTrips(10);
            Loopback.await(
                    "the slow thread to come back",
                    () -> loopback.loops.metrics().blockedTurns() == 0);
            quick.roundTrips(10);
            assertEquals(1, blocked[0].mostLosses, "a loss is told once");
        }
    }

    @Test
    void blockingCallOfOursSurrendersAtOnce() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.unwatched()) {
            Peer slow = loopback.connect(transport -> new SurrenderingEcho(transport, release) {
                @Override
                void block() {
                    Blocking.begin();
                    super.block();
                }
            });
            Peer quick = loopback.connectEcho();
            slow.send("slow");
            quick.roundTrips(100);
            assertEquals(1, loopback.loops.metrics().lostLeases());
            release.countDown();
            assertEquals("slow", slow.receiveText(4));
        }
    }

    @Test
    void heavyCallbacksRunBesideEachOtherThoughTheWatchdogSeesNone() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean together = new AtomicBoolean();
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Loopback loopback = Loopback.unwatched()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Peer peer = loopback.connect(transport -> new EchoListener(transport) {
                    @Override
                    public void onRead(ByteBuffer buffer) {
                        if (inside.incrementAndGet() > 1) {
                            together.set(true);
                        }
                        work();
                        inside.decrementAndGet();
                        echo(buffer);
                    }
                });
                ends.add(clients.submit(() -> {
                    long end = System.nanoTime() + Loopback.PATIENCE.toNanos();
                    while (!together.get() && System.nanoTime() < end) {
                        peer.roundTrips(1);
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(2 * Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertTrue(together.get(), "callbacks of one loop never ran beside each other");
        } finally {
            clients.shutdownNow();
        }
    }

    /** What makes a turn heavy. */
    private static void work() {
        long end = System.nanoTime() + 3 * TurnTimes.HEAVY_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void blockingCallOutsideOfTurnsChangesNothing() throws IOException {
        try (Loopback loopback = Loopback.unwatched()) {
            Peer quick = loopback.connectEcho();
            quick.roundTrips(1);
            Blocking.begin();
            quick.roundTrips(10);
            assertEquals(0, loopback.loops.metrics().lostLeases());
        }
    }

    @Test
    void fiftyBlockedCallbacksDelayNobody() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.oneLoop()) {
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                slow.add(loopback.connect(transport -> new BlockingEcho(transport, release)));
            }
            Peer quick = loopback.connectEcho();
            for (Peer peer : slow) {
                peer.send("slow");
            }
            Loopback.await("all to block", () -> loopback.loops.metrics().blockedTurns() == 50);
            assertEquals(0, loopback.loops.metrics().capHits());
            quick.roundTrips(100);
            release.countDown();
            for (Peer peer : slow) {
                assertEquals("slow", peer.receiveText(4));
                peer.roundTrips(2);
            }
        }
    }

    @Test
    void otherCallbacksThatBlockAreLeasedToo() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.oneLoop()) {
            Peer ending = loopback.connect(transport -> new EchoListener(transport) {
                @Override
                public void onEof() {
                    awaitLatch(release);
                    transport.abort();
                }

                @Override
                public void onClosed() {
                    awaitLatch(release);
                }
            });
            Peer aborted = loopback.connect(transport -> new EchoListener(transport) {
                @Override
                public void onClosed() {
                    awaitLatch(release);
                }
            });
            Peer quick = loopback.connectEcho();
            ending.socket().shutdownOutput();
            aborted.transport().abort();
            Loopback.await("both to block", () -> loopback.loops.metrics().blockedTurns() == 2);
            quick.roundTrips(10);
            release.countDown();
            assertEquals(-1, ending.socket().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void withoutDemandABlockedConnectionIsNotReadAndDoesNotSpin() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.unwatched()) {
            BlockingEcho[] blocked = new BlockingEcho[1];
            Peer slow = loopback.connect(transport -> blocked[0] = new SurrenderingEcho(transport, release));
            Peer quick = loopback.connectEcho();
            slow.send("1");
            awaitLatch(blocked[0].lost);
            slow.send("2");
            quick.roundTrips(1);
            long before = loopback.loops.metrics().iterations();
            quick.roundTrips(50);
            long turns = loopback.loops.metrics().iterations() - before;
            assertTrue(turns <= 52, () -> turns + " rounds for 50 messages");
            release.countDown();
            assertEquals("12", slow.receiveText(2));
        }
    }

    @Test
    void demandAfterTheLossReadsOnBesideTheBlockedCallback() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.unwatched()) {
            RecordingListener recorder = new RecordingListener();
            Peer slow = loopback.connect(transport -> new RecordingListener() {
                private volatile boolean first = true;

                @Override
                public void onRead(ByteBuffer buffer) {
                    if (first) {
                        first = false;
                        Blocking.begin();
                        awaitLatch(release);
                        recorder.events.add("first returns");
                    } else {
                        recorder.onRead(buffer);
                        release.countDown();
                    }
                }

                @Override
                public void onLeaseLost() {
                    recorder.onLeaseLost();
                    transport.demand();
                }
            });
            slow.send("1");
            recorder.expect("lease lost");
            slow.send("pong");
            recorder.expect("read pong", "first returns");
        }
    }

    @Test
    void demandBeforeTheLossCountsWhenTheCallbackReturns() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = Loopback.unwatched()) {
            RecordingListener recorder = new RecordingListener();
            Peer slow = loopback.connect(transport -> new RecordingListener() {
                @Override
                public void onRead(ByteBuffer buffer) {
                    transport.demand();
                    recorder.onRead(buffer);
                    if (release.getCount() > 0) {
                        Blocking.begin();
                        awaitLatch(release);
                        recorder.events.add("returns");
                    }
                }

                @Override
                public void onLeaseLost() {
                    recorder.onLeaseLost();
                }
            });
            Peer quick = loopback.connectEcho();
            slow.send("1");
            recorder.expect("read 1", "lease lost");
            slow.send("2");
            quick.roundTrips(20);
            recorder.expectNothing();
            release.countDown();
            recorder.expect("returns", "read 2");
        }
    }

    @Test
    void atTheCapCallbacksGoElsewhereAndTheLoopGoesOn() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        LoopOptions options = LoopOptions.DEFAULTS.withLoops(1).withSpareLimit(2);
        try (Loopback loopback = new Loopback(options.withLeaseTime(Loopback.FOR_EVER))) {
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                slow.add(loopback.connect(transport -> new SurrenderingEcho(transport, release)));
                slow.get(i).send("slow");
            }
            Loopback.await("both to block", () -> loopback.loops.metrics().blockedTurns() == 2);
            Peer third = loopback.connect(transport -> new SurrenderingEcho(transport, release) {
                @Override
                void block() {
                    if (transport.runsCallbacks()) {
                        super.block();
                    }
                }
            });
            third.roundTrips(10);
            assertFalse(third.transport().runsCallbacks());
            assertEquals(0, loopback.loops.metrics().capHits());
            release.countDown();
            for (Peer peer : slow) {
                assertEquals("slow", peer.receiveText(4));
            }
            Loopback.await("the spares to come back", third.transport()::runsCallbacks);
        }
    }

    @Test
    void atTheCapATurnThatBlocksAllTheSameKeepsTheLoopAndIsCounted() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(LoopOptions.DEFAULTS.withLoops(1).withSpareLimit(1))) {
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                slow.add(loopback.connect(transport -> new BlockingEcho(transport, release)));
            }
            for (Peer peer : slow) {
                peer.send("slow");
            }
            Loopback.await("the cap to be hit", () -> loopback.loops.metrics().capHits() == 1);
            ChannelLoop loop = loopback.loops.started()[0];
            for (int tick = 0; tick < 3; tick++) {
                assertFalse(loop.steal(loop.currentTurn()));
            }
            assertEquals(1, loopback.loops.metrics().capHits(), "once per turn, not per tick");
            Loopback.await(
                    "the other two to be away", () -> loopback.loops.metrics().blockedTurns() == 2);
            release.countDown();
            for (Peer peer : slow) {
                assertEquals("slow", peer.receiveText(4));
                peer.roundTrips(3);
            }
        }
    }
}
