// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import dev.tautline.internal.connection.OpenCall;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what may block: virtual ones where the JDK has them (21 and later), otherwise a cached pool whose idle threads end
 * after a minute. Takes every task until it is closed, and runs late ones on threads of their own.
 *
 * <p>There is no bound on purpose. A callback may wait for what another task brings: the completion of its own send, a callback of
 * another connection. In a bounded pool whose threads all wait that task would stand in the queue behind them for ever. What
 * bounds the tasks is that a connection has few at once: one drains its lane, one runs completions, and timers add one each; a
 * container that limits its connections limits the threads.
 */
final class WorkerPool implements Executor {
    private final ExecutorService executor;
    private final EngineThreads threads;

    WorkerPool(String prefix) {
        this.threads = new EngineThreads(prefix);
        ExecutorService virtual = virtualThreads();
        this.executor = virtual != null ? virtual : cached(threads);
    }

    private static ExecutorService cached(EngineThreads threads) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), threads) {
            /** What the thread does next is another call. */
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                OpenCall.end();
            }
        };
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
            threads.newThread(task).start();
        }
    }

    boolean close(Duration deadline) {
        executor.shutdown();
        return threads.await(executor, deadline);
    }
}
