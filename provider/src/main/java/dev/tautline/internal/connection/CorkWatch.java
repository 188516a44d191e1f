// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Uncorks connections whose callback runs long on a worker, where no lease of an event loop does it: output that waits for the
 * end of a callback waits for about a millisecond at most. One timer serves all connections and is armed only while corked
 * bytes wait. Safe for use by many threads at once.
 */
public final class CorkWatch {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Something that has corked bytes. */
    interface Corked {
        /** Called once per {@link #watch}, on the timer thread: enqueues a flush if the bytes still wait. */
        void onCorkedLong();
    }

    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock. */
    private ArrayDeque<Corked> waiting = new ArrayDeque<>();
    /** Guarded by lock. */
    private boolean armed;

    public CorkWatch(Timers timers) {
        this.timers = timers;
    }

    /** Corked bytes begin to wait. */
    void watch(Corked corked) {
        lock.lock();
        try {
            waiting.addLast(corked);
            if (armed) {
                return;
            }
            armed = true;
        } finally {
            lock.unlock();
        }
        timers.schedule(this::onTimer, PERIOD_NANOS);
    }

    private void onTimer() {
        ArrayDeque<Corked> due;
        lock.lock();
        try {
            due = waiting;
            waiting = new ArrayDeque<>();
            armed = false;
        } finally {
            lock.unlock();
        }
        due.forEach(Corked::onCorkedLong);
    }
}
