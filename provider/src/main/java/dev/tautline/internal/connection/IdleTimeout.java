// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Fires when nothing was sent or received for the timeout. Traffic only stores the time; the timer looks at it when it runs and
 * arms itself again for the rest, so a busy connection costs one timer task per timeout.
 */
final class IdleTimeout {
    private final Timers timers;
    private final Runnable onIdle;
    private final ReentrantLock lock = new ReentrantLock();

    /** When traffic was last seen; written by whoever saw it, lost updates are of the same moment. */
    private volatile long lastActivity;
    /** Written under the lock; 0 for none. */
    private volatile long timeoutNanos;
    /** Guarded by lock. */
    private Timers.@Nullable Task task;
    /** Guarded by lock. */
    private boolean stopped = true;

    IdleTimeout(Timers timers, Duration timeout, Runnable onIdle) {
        this.timers = timers;
        this.onIdle = onIdle;
        this.timeoutNanos = nanos(timeout);
    }

    /** Nanoseconds of a duration, as many as fit. */
    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0 ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    /** Data or a control frame that is not keepalive has come or gone. */
    void onActivity() {
        if (timeoutNanos != 0) {
            lastActivity = timers.nanoTime();
        }
    }

    Duration timeout() {
        return Duration.ofNanos(timeoutNanos);
    }

    void start() {
        lastActivity = timers.nanoTime();
        lock.lock();
        try {
            stopped = false;
        } finally {
            lock.unlock();
        }
        arm();
    }

    /** Changes the timeout; the time that has passed counts where a timeout was set before. */
    void change(Duration timeout) {
        if (timeoutNanos == 0) {
            lastActivity = timers.nanoTime();
        }
        timeoutNanos = nanos(timeout);
        arm();
    }

    void stop() {
        Timers.Task armed;
        lock.lock();
        try {
            stopped = true;
            armed = task;
            task = null;
        } finally {
            lock.unlock();
        }
        if (armed != null) {
            armed.cancel();
        }
    }

    private void arm() {
        Timers.Task before;
        lock.lock();
        try {
            before = task;
            long left = lastActivity + timeoutNanos - timers.nanoTime();
            task = stopped || timeoutNanos == 0 ? null : timers.schedule(this::onTimer, Math.max(0, left));
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.cancel();
        }
    }

    private void onTimer() {
        long timeout = timeoutNanos;
        if (timeout == 0) {
            return;
        }
        if (lastActivity + timeout - timers.nanoTime() > 0) {
            arm();
        } else {
            onIdle.run();
        }
    }
}
