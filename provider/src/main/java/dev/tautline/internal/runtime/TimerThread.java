// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import dev.tautline.internal.connection.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system's clock and one thread for all timers. Cancelled timers leave the queue at once. */
final class TimerThread implements Timers {
    private static final Task NEVER = () -> {};

    private final EngineThreads threads;
    private final ScheduledThreadPoolExecutor executor;

    TimerThread(String prefix) {
        threads = new EngineThreads(prefix);
        executor = new ScheduledThreadPoolExecutor(1, threads);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, long delayNanos) {
        try {
            Future<?> future = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            // The runtime is closing: whatever the timer was for is ending too.
            return NEVER;
        }
    }

    boolean close(Duration deadline) {
        executor.shutdownNow();
        return threads.await(executor, deadline);
    }
}
