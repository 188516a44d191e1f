// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

/** Time for connections. Tests use a fake. Tasks run on a timer thread and only enqueue. */
public interface Timers {
    /** Monotonic nanoseconds, as {@link System#nanoTime}. */
    long nanoTime();

    /**
     * Runs a task once, not before the delay is over.
     *
     * @param delayNanos 0 or more
     */
    Task schedule(Runnable task, long delayNanos);

    /** A scheduled task. */
    interface Task {
        /** Prevents the task from running if it has not begun. Idempotent. */
        void cancel();
    }
}
