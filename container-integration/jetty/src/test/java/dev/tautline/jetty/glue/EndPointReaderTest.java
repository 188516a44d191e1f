// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.TransportListener;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Demand of another thread than the one that reads: wherever that thread is on its way out of {@code onRead}, the demand counts. */
@Timeout(120)
class EndPointReaderTest {
    private static final int READS = 30_000;
    private static final int SPINS = 1000;

    /** Reads begun, demands about to be made behind them, and demands made. */
    private final AtomicInteger read = new AtomicInteger();

    private final AtomicInteger demanding = new AtomicInteger();
    private final AtomicInteger demanded = new AtomicInteger();
    private volatile boolean over;

    private final EndPoint endPoint = new EndPoint();
    private JettyTransport transport;

    @BeforeEach
    void start() {
        transport = new JettyTransport(endPoint, false, null, EngineRuntime.acquire(this));
        transport.start(new Counting());
    }

    @AfterEach
    void end() {
        EngineRuntime.release(this);
    }

    @Test
    void demandThatMeetsTheReaderOnItsWayOut() throws Exception {
        Thread other = new Thread(this::demandBehindEachRead, "demanding");
        other.start();
        transport.demand();
        try {
            for (int i = 1; i <= READS; i++) {
                // Reads in here, and comes back when there is no demand, or nothing to read.
                endPoint.addInput(ByteBuffer.wrap(new byte[] {1}));
                assertEquals(i, read.get());
                int made = i;
                await(() -> demanded.get() >= made);
                assertTrue(endPoint.getFillInterest().isInterested(), "The demand behind read " + i + " is lost");
            }
        } finally {
            over = true;
            other.join();
        }
    }

    private void demandBehindEachRead() {
        for (int seen = 1; seen <= READS && !over; seen++) {
            int begun = seen;
            await(() -> read.get() >= begun || over);
            demanding.set(seen);
            for (int wait = seen & 31; wait > 0; wait--) {
                Thread.onSpinWait();
            }
            transport.demand();
            demanded.set(seen);
        }
    }

    /** Without the time that it takes to wake a thread, which would keep the two apart. */
    private static void await(BooleanSupplier condition) {
        for (int spins = 0; !condition.getAsBoolean(); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }

    /** Tells of its input on the thread that adds it. */
    private static final class EndPoint extends ByteArrayEndPoint {
        @Override
        protected void execute(Runnable task) {
            task.run();
        }
    }

    private final class Counting implements TransportListener {
        @Override
        public void onRead(ByteBuffer buffer) {
            int begun = read.incrementAndGet();
            await(() -> demanding.get() >= begun);
        }

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {}

        @Override
        public void onFailure(Throwable cause) {}

        @Override
        public void onClosed() {}

        @Override
        public void onLeaseLost() {}
    }
}
