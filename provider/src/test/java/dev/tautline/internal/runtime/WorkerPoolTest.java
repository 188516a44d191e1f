// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionOptions;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private static CompletableFuture<Thread> on(WorkerPool workers, Callable<?> task) {
        CompletableFuture<Thread> done = new CompletableFuture<>();
        workers.execute(() -> {
            try {
                task.call();
                done.complete(Thread.currentThread());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    @Test
    @DisplayName(
            "each task is a call of its own: it waits for the message in parts that an earlier task of its thread has begun")
    void tasksAreCalls() throws Exception {
        TestRuntime runtime = new TestRuntime();
        MemoryTransport transport = new MemoryTransport();
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER).build(),
                NegotiatedExtensions.NONE,
                runtime,
                new RecordingListener());
        connection.start();
        runtime.runAll();
        WorkerPool workers = new WorkerPool("worker-pool-test-");
        try {
            Thread first = on(workers, () -> send(connection, "one", false)).get(60, TimeUnit.SECONDS);
            // Idle, so that the next task is its; a virtual thread ends instead.
            while (first.getState() != Thread.State.TIMED_WAITING && first.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            CompletableFuture<Thread> second = on(workers, () -> {
                thread.complete(Thread.currentThread());
                return send(connection, "two", true);
            });
            Thread waiting = thread.get(60, TimeUnit.SECONDS);
            while (waiting.getState() != Thread.State.WAITING && !second.isDone()) {
                Thread.onSpinWait();
            }
            send(connection, "one", true);
            second.get(60, TimeUnit.SECONDS);
            assertEquals("part text \"one\"\ncontinuation \"one\"\ntext \"two\"", transport.takeFrames());
        } finally {
            assertTrue(workers.close(Duration.ofSeconds(60)));
        }
    }

    private static boolean send(Connection connection, String message, boolean last) throws IOException {
        connection.sendTextPartBlocking(message, last, true, message);
        return last;
    }
}
