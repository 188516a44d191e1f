// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static dev.tautline.internal.eventsource.Source.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens when the client reads more slowly than the application sends. */
@DisplayName("1B.3-11 back-pressure")
class SlowConsumerTest {
    private static final String EVENT = "data: nnnnnnnn\r\n\r\n";
    /** Room for two of {@link #EVENT} beside the stalled one, with what they weigh. */
    private static final int LIMIT = "data: stalled\r\n\r\n".length() + 2 * (EVENT.length() + 64) + EVENT.length() - 64;

    private static UnaryOperator<EventSourceOptions.Builder> with(SlowConsumerPolicy policy) {
        return options -> options.outboundLimit(LIMIT).slowConsumerPolicy(policy);
    }

    private static String event(String data) {
        return "data: " + data + "\r\n\r\n";
    }

    private static Source full(SlowConsumerPolicy policy, List<CompletionStage<Void>> sends) {
        Source source = Source.stalled(with(policy));
        sends.add(source.connection.send("aaaaaaaa"));
        sends.add(source.connection.send("bbbbbbbb"));
        return source;
    }

    @Test
    void failRefusesWhatDoesNotFit() {
        List<CompletionStage<Void>> sends = new ArrayList<>();
        Source source = full(SlowConsumerPolicy.FAIL, sends);
        assertEquals("QueueFullException", outcome(source.connection.send("cccccccc")));
        assertEquals("QueueFullException", outcome(source.connection.send("dddddddd")));
        assertEquals(List.of("error QueueFullException"), source.heard(), "one event for one overflow");
        assertEquals(event("stalled") + event("aaaaaaaa") + event("bbbbbbbb"), source.drain());
        assertEquals("written", outcome(sends.get(1)));
        source.connection.send("eeeeeeee");
        assertEquals(event("eeeeeeee"), source.drain());
    }

    @Test
    void dropOldestDropsWholeEventsThatAreNotBeingWritten() {
        List<CompletionStage<Void>> sends = new ArrayList<>();
        Source source = full(SlowConsumerPolicy.DROP_OLDEST, sends);
        assertEquals("waiting", outcome(source.connection.send("cccccccc")));
        source.runtime.runAll();
        assertEquals("MessageDroppedException", outcome(sends.get(0)));
        assertEquals(1, source.connection.droppedEvents());
        assertEquals(event("stalled") + event("bbbbbbbb") + event("cccccccc"), source.drain());
        assertEquals(List.of(), source.heard());
    }

    @Test
    void dropOldestNeverDropsPings() {
        Source source = Source.stalled(with(SlowConsumerPolicy.DROP_OLDEST));
        CompletionStage<Void> ping = source.connection.ping();
        source.connection.send("aaaaaaaa");
        source.connection.send("bbbbbbbb");
        source.connection.send("cccccccc");
        String all = source.drain();
        assertTrue(all.startsWith(event("stalled") + ":\r\n\r\n") && all.endsWith(event("cccccccc")), all);
        assertEquals("written", outcome(ping));
    }

    @Test
    void dropNewestDropsWhatComes() {
        List<CompletionStage<Void>> sends = new ArrayList<>();
        Source source = full(SlowConsumerPolicy.DROP_NEWEST, sends);
        assertEquals("MessageDroppedException", outcome(source.connection.send("cccccccc")));
        assertEquals(1, source.connection.droppedEvents());
        assertEquals(event("stalled") + event("aaaaaaaa") + event("bbbbbbbb"), source.drain());
    }

    @Test
    void closeEndsTheSource() {
        List<CompletionStage<Void>> sends = new ArrayList<>();
        Source source = full(SlowConsumerPolicy.CLOSE, sends);
        assertEquals("QueueFullException", outcome(source.connection.send("cccccccc")));
        assertTrue(source.sink.isClosed());
        assertEquals(List.of("error QueueFullException", "close"), source.heard());
        assertEquals("IOException", outcome(sends.get(0)));
    }

    @Test
    void aSendMayNameItsOwnPolicy() {
        List<CompletionStage<Void>> sends = new ArrayList<>();
        Source source = full(SlowConsumerPolicy.FAIL, sends);
        var event = ServerSentEvent.of("cccccccc");
        assertEquals("MessageDroppedException", outcome(source.connection.send(event, SlowConsumerPolicy.DROP_NEWEST)));
    }

    @Test
    void emptyEventsAreBoundedToo() {
        Source source = Source.stalled(options -> options.outboundLimit(64 * 1024));
        int taken = 0;
        while (outcome(source.connection.ping()).equals("waiting")) {
            taken++;
        }
        assertTrue(taken > 500 && taken < 1200, "pings taken: " + taken);
    }

    @Test
    void anEventAloneMayBeLongerThanTheLimit() {
        Source source = Source.open(options -> options.outboundLimit(100));
        String data = "x".repeat(200_000);
        assertEquals("written", outcome(source.connection.send(data)));
        assertEquals(event(data), source.sink.take());
    }

    /** A source whose workers are real threads, stalled and full. */
    private static Source blocking(ExecutorService workers, Duration sendTimeout) {
        UnaryOperator<EventSourceOptions.Builder> options = with(SlowConsumerPolicy.BLOCK);
        Source source = new Source(
                new TestRuntime(workers), "", builder -> options.apply(builder).sendTimeout(sendTimeout));
        source.sink.open();
        source.sink.hold();
        source.connection.send("stalled");
        source.connection.send("aaaaaaaa");
        source.connection.send("bbbbbbbb");
        return source;
    }

    private static Thread.State awaitParked(Thread thread) {
        Thread.State state = thread.getState();
        while (state != Thread.State.TIMED_WAITING && state != Thread.State.TERMINATED) {
            LockSupport.parkNanos(100_000);
            state = thread.getState();
        }
        return state;
    }

    @Test
    void blockWaitsForRoom() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            Source source = blocking(workers, Duration.ofMinutes(10));
            CompletableFuture<String> sent = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                var send = source.connection.send("cccccccc").toCompletableFuture();
                sent.complete(send.isDone() ? "done" : "queued");
            });
            sender.start();
            assertEquals(Thread.State.TIMED_WAITING, awaitParked(sender));
            source.sink.takeHeld();
            assertEquals("queued", sent.get(60, TimeUnit.SECONDS));
            while (source.sink.isHolding()) {
                source.sink.takeHeld();
            }
            assertTrue(source.sink.take().endsWith(event("bbbbbbbb") + event("cccccccc")));
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void blockGivesUpAfterTheSendTimeout() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            Source source = blocking(workers, Duration.ofMillis(20));
            assertEquals("SocketTimeoutException", outcome(source.connection.send("cccccccc")));
            source.connection.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertTrue(source.sink.isClosed());
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void blockEndsWithTheSource() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            Source source = blocking(workers, Duration.ofMinutes(10));
            CompletableFuture<String> sent = new CompletableFuture<>();
            Thread sender = new Thread(() -> sent.complete(outcome(source.connection.send("cccccccc"))));
            sender.start();
            assertEquals(Thread.State.TIMED_WAITING, awaitParked(sender));
            source.sink.abort();
            assertEquals("ClosedChannelException", sent.get(60, TimeUnit.SECONDS));
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStays() throws Exception {
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            Source source = blocking(workers, Duration.ofMinutes(10));
            Thread.currentThread().interrupt();
            assertEquals("InterruptedIOException", outcome(source.connection.send("cccccccc")));
            assertTrue(Thread.interrupted());
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void blockDoesNotWaitInTheServletThatOpensTheSource() {
        Source source = new Source(with(SlowConsumerPolicy.BLOCK));
        assertEquals("waiting", outcome(source.connection.send("a")));
        assertEquals("QueueFullException", outcome(source.connection.send("cccccccc")));
    }

    @Test
    void eventsOfSeveralThreadsNeverMix() throws Exception {
        int threads = 8;
        int each = 500;
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            Source source = new Source(new TestRuntime(workers), "", UnaryOperator.identity());
            List<Future<?>> senders = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(thread -> workers.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            source.connection.send(thread + "\n" + i);
                        }
                    }))
                    .toList();
            source.sink.open();
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }
            source.connection.close();
            source.connection.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
            String all = source.sink.take();
            assertTrue(all.startsWith(Source.RETRY));
            List<String> events = List.of(all.substring(Source.RETRY.length()).split("\r\n\r\n"));
            assertEquals(threads * each, events.size());
            for (int thread = 0; thread < threads; thread++) {
                String prefix = "data: " + thread + "\n";
                List<String> own = events.stream()
                        .filter(event -> event.startsWith(prefix))
                        .collect(Collectors.toList());
                List<String> expected = IntStream.range(0, each)
                        .mapToObj(i -> prefix + "data: " + i)
                        .toList();
                assertEquals(expected, own);
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
