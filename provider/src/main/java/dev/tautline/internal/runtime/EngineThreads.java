// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import dev.tautline.internal.transport.DetachedThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the threads of one executor and sees them end. Any thread. */
final class EngineThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();
    /** Those that have not been seen dead. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    EngineThreads(String prefix) {
        this.prefix = prefix;
    }

    /** A daemon that pins no application: its context class loader is the one that defines us. */
    @Override
    public Thread newThread(Runnable task) {
        Thread thread = DetachedThreads.make(() -> new Thread(null, task, prefix + count.incrementAndGet(), 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(EngineThreads.class.getClassLoader());
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    /**
     * Waits for an executor that has been shut down, and for its threads: they are still alive for a moment when it has terminated.
     * Keeps the interrupt.
     *
     * @return whether all of that came in time
     */
    boolean await(ExecutorService executor, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!executor.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            for (Thread thread : threads) {
                // 0 would wait for ever.
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
            return threads.stream().noneMatch(Thread::isAlive);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
