// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One runtime for all owners, from the first to the last. */
class EngineRuntimeTest {
    private final Object one = new Object();
    private final Object other = new Object();

    @AfterEach
    void releaseAll() {
        EngineRuntime.release(one);
        EngineRuntime.release(other);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tautline-"))
                .toList();
    }

    /** Has every kind of thread at work. */
    private static void use(EngineRuntime runtime) throws Exception {
        Talk talk = new Talk(runtime);
        talk.client.connection.sendText("hello", true, null, null);
        talk.server.hears("text hello");
        CompletableFuture<String> fired = new CompletableFuture<>();
        runtime.timers().schedule(() -> fired.complete("timer"), 1);
        assertEquals("timer", fired.get(20, TimeUnit.SECONDS));
        CompletableFuture<String> worked = new CompletableFuture<>();
        runtime.workers().execute(() -> worked.complete("worker"));
        assertEquals("worker", worked.get(20, TimeUnit.SECONDS));
        assertTrue(
                threads().stream().anyMatch(name -> name.contains("timer")),
                threads().toString());
        assertTrue(
                threads().stream().anyMatch(name -> name.contains("channel")),
                threads().toString());
    }

    @Test
    @DisplayName("owners are counted once each; the last release joins all threads, and a new owner starts afresh")
    void owners() throws Exception {
        EngineRuntime runtime = EngineRuntime.acquire(one);
        assertSame(runtime, EngineRuntime.acquire(one));
        assertSame(runtime, EngineRuntime.acquire(other));
        use(runtime);
        EngineRuntime.release(one);
        EngineRuntime.release(one);
        EngineRuntime.release(new Object());
        use(runtime);
        EngineRuntime.release(other);
        assertEquals(List.of(), threads());

        EngineRuntime next = EngineRuntime.acquire(one);
        assertNotSame(runtime, next);
        use(next);
        EngineRuntime.release(one);
        assertEquals(List.of(), threads());
    }

    @Test
    @DisplayName("connections that are open at the last release hear of the end, once")
    void connectionsEnd() throws Exception {
        Talk talk = new Talk(EngineRuntime.acquire(one));
        EngineRuntime.release(one);
        talk.client.hears("close 1006 ''");
        talk.server.hears("close 1006 ''");
        assertEquals(List.of(), talk.client.heardSoFar());
        assertEquals(List.of(), talk.server.heardSoFar());
    }

    @Test
    @DisplayName(
            "timers and workers take tasks while the runtime closes and afterwards; a task that runs is waited for")
    void tasksDuringClose() throws Exception {
        EngineRuntime runtime = EngineRuntime.acquire(one);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        CompletableFuture<String> during = new CompletableFuture<>();
        runtime.workers().execute(() -> {
            running.countDown();
            try {
                gate.await();
                runtime.timers().schedule(() -> {}, 1);
                runtime.workers().execute(() -> during.complete("done"));
                returned.set(true);
            } catch (InterruptedException | RuntimeException e) {
                during.completeExceptionally(e);
            }
        });
        running.await();
        CompletableFuture<Boolean> released = new CompletableFuture<>();
        Thread releasing = new Thread(() -> {
            EngineRuntime.release(one);
            released.complete(returned.get());
        });
        releasing.start();
        Talk.await("the release waits for the worker", () -> releasing.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        assertTrue(released.get(20, TimeUnit.SECONDS), "the task had returned before the release did");
        assertEquals("done", during.get(20, TimeUnit.SECONDS));

        Timers.Task late = runtime.timers().schedule(() -> {}, 1);
        late.cancel();
        CompletableFuture<String> afterwards = new CompletableFuture<>();
        runtime.workers().execute(() -> afterwards.complete("done"));
        assertEquals("done", afterwards.get(20, TimeUnit.SECONDS));
        Talk.await("threads of late tasks end", () -> threads().isEmpty());
    }

    @Test
    @DisplayName("the steps of the end share its 10 s: each has what the ones before have left")
    void oneDeadline() throws Exception {
        use(EngineRuntime.acquire(one));
        AtomicInteger looks = new AtomicInteger();
        long begin = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);
        EngineRuntime.release(one, () -> begin + TimeUnit.SECONDS.toNanos(2L * looks.getAndIncrement()));
        assertEquals(5, looks.get(), "when the end is set, and for loops, others, workers and timers");

        AtomicLong now = new AtomicLong(begin);
        Deadline deadline = new Deadline(Duration.ofSeconds(10), now::get);
        assertEquals(Duration.ofSeconds(10), deadline.left());
        now.addAndGet(TimeUnit.SECONDS.toNanos(7));
        assertEquals(Duration.ofSeconds(3), deadline.left());
        now.addAndGet(TimeUnit.SECONDS.toNanos(7));
        assertEquals(Duration.ZERO, deadline.left());
    }
}
