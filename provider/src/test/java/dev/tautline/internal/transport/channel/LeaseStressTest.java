// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.Blocking;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many connections whose callbacks block now and then: nothing overlaps, nothing is lost. */
class LeaseStressTest {
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 150;

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<CountDownLatch> waiting = new ConcurrentLinkedQueue<>();

    /** Blocks every so often until another connection's callback lets it go; demand is its last act. */
    private final class Moody extends EchoListener {
        private final AtomicBoolean inside = new AtomicBoolean();
        private final Random random;

        Moody(Transport transport, int seed) {
            super(transport);
            random = new Random(seed);
        }

        @Override
        public void onRead(ByteBuffer buffer) {
            if (!inside.compareAndSet(false, true)) {
                faults.add("onRead overlaps itself");
            }
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(buffer.position(), copy);
            switch (random.nextInt(8)) {
                case 0 -> {
                    Blocking.begin();
                    block();
                }
                case 1 -> block();
                default -> release();
            }
            byte[] now = new byte[buffer.remaining()];
            buffer.get(buffer.position(), now);
            if (!Arrays.equals(copy, now)) {
                faults.add("the lent buffer changed under its borrower");
            }
            inside.set(false);
            echo(buffer);
        }

        private void block() {
            CountDownLatch latch = new CountDownLatch(1);
            waiting.add(latch);
            try {
                // Others release it; the last ones of all have nobody left to do so.
                if (!latch.await(5 + random.nextInt(20), TimeUnit.MILLISECONDS)) {
                    waiting.remove(latch);
                }
            } catch (InterruptedException e) {
                faults.add("interrupted");
            }
        }

        private void release() {
            CountDownLatch latch = waiting.poll();
            if (latch != null) {
                latch.countDown();
            }
        }
    }

    @Test
    void nothingOverlapsAndNothingIsLost() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        try (Loopback loopback = new Loopback(LoopOptions.DEFAULTS.withLoops(2).withSpareIdle(Loopback.FOR_EVER))) {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int seed = i;
                Peer peer = loopback.connect(transport -> new Moody(transport, seed));
                ends.add(CompletableFuture.runAsync(() -> converse(peer, seed), pool));
            }
            CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
            assertTrue(loopback.loops.metrics().lostLeases() > CONNECTIONS, "leases must have been lost");
            Loopback.await("all to come back", () -> loopback.loops.metrics().blockedTurns() == 0);
            assertEquals(List.of(), List.copyOf(faults));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Keeps up to four pieces on the way, so that most reads are small and turns are many. */
    private static void converse(Peer peer, int seed) {
        Random random = new Random(seed + 1000L);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[1 + random.nextInt(round % 50 == 0 ? 200_000 : 4_000)];
                random.nextBytes(bytes);
                int pieces = 1 + random.nextInt(4);
                for (int i = 0; i < pieces; i++) {
                    int from = (int) ((long) bytes.length * i / pieces);
                    int to = (int) ((long) bytes.length * (i + 1) / pieces);
                    ByteBuffer piece = ByteBuffer.wrap(bytes, from, to - from);
                    while (piece.hasRemaining()) {
                        peer.socket().write(piece);
                    }
                }
                assertArrayEquals(bytes, peer.receive(bytes.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
