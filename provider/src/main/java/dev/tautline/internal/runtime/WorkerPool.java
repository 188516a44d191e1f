// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Threads for what may block: virtual ones where the JDK has them (21 and later), otherwise a cached pool. Takes every task until it is closed, and runs late ones on threads of their own. */
final class WorkerPool implements Executor {
    private final ExecutorService executor;
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    WorkerPool(String prefix) {
        this.prefix = prefix;
        ExecutorService virtual = virtualThreads();
        this.executor = virtual != null ? virtual : Executors.newCachedThreadPool(this::thread);
    }

    private Thread thread(Runnable task) {
        return EngineThreads.make(task, prefix + count.incrementAndGet());
    }

    private static @Nullable ExecutorService virtualThreads() {
        try {
            MethodHandle make = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return (ExecutorService) make.invoke();
        } catch (Throwable e) {
            // JDK 17 to 20: no such method, or only as a preview.
            return null;
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            thread(task).start();
        }
    }

    boolean close(Duration deadline) {
        executor.shutdown();
        return EngineThreads.await(executor, deadline);
    }
}
