// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** How the runtime's threads are made and ended. */
final class EngineThreads {
    private EngineThreads() {}

    /** A daemon that pins no application: its context class loader is the one that defines us. */
    static Thread make(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(EngineThreads.class.getClassLoader());
        return thread;
    }

    /** Waits for an executor that has been shut down. Keeps the interrupt. */
    static boolean await(ExecutorService executor, Duration deadline) {
        try {
            return executor.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
