// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.DetachedThreads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes loops away from turns that last too long. One thread per {@link ChannelLoops}; it ticks while loops are active and parks when
 * all are quiet.
 */
final class Watchdog implements Runnable {
    /** Ticks without a new turn before it parks; a loop that wakes up then pays for the unpark. */
    private static final int QUIET_TICKS = 20;

    private static final Logger LOGGER = System.getLogger(Watchdog.class.getName());

    private final ChannelLoops loops;
    private final long intervalNanos;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean stopped;

    Watchdog(ChannelLoops loops, LoopOptions options) {
        this.loops = loops;
        this.intervalNanos = SpareThreads.nanos(options.leaseTime());
        this.thread =
                DetachedThreads.make(() -> new Thread(null, this, options.threadNamePrefix() + "-watchdog", 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(Watchdog.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** A loop has left {@code select}; by its owner, after it has stored that. */
    void loopRuns() {
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        int quiet = 0;
        while (!stopped) {
            LockSupport.parkNanos(this, intervalNanos);
            Thread.interrupted();
            try {
                quiet = tick() ? 0 : quiet + 1;
            } catch (Throwable e) { // out of memory, most likely; without a watchdog one callback could stop a loop
                LOGGER.log(Level.ERROR, "the watchdog of the event loops failed in a tick and goes on", e);
            }
            if (quiet >= QUIET_TICKS) {
                parkUntilLoopRuns();
                quiet = 0;
            }
        }
    }

    /** {@code true} if a loop has worked since the last tick. */
    private boolean tick() {
        boolean active = false;
        for (ChannelLoop loop : loops.started()) {
            long turn = loop.currentTurn();
            if (turn != loop.turnAtTick) {
                loop.turnAtTick = turn;
                active = true;
            } else if (Lease.isOpen(turn)) {
                loop.steal(turn);
                active = true;
            }
        }
        return active;
    }

    private void parkUntilLoopRuns() {
        parked = true;
        for (ChannelLoop loop : loops.started()) {
            if (loop.isRunning()) {
                parked = false;
                return;
            }
        }
        while (parked && !stopped) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }
}
