// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.eventsource.EventSourceBroadcaster;
import dev.tautline.eventsource.EventSourceBroadcaster.Replayed;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Broadcasts, and the replay for those that come back. */
class BroadcasterTest {
    private static <T> T now(CompletionStage<T> stage) {
        var future = stage.toCompletableFuture();
        assertTrue(future.isDone(), "is complete");
        return future.join();
    }

    private static Source back(String lastEventId) {
        Source source = new Source(new TestRuntime(), lastEventId, UnaryOperator.identity());
        source.sink.open();
        source.sink.take();
        return source;
    }

    @Test
    void allGetTheEvent() {
        EventSourceBroadcaster broadcaster = EventSourceBroadcaster.create();
        Source one = back("");
        Source two = back("");
        assertEquals(Replayed.NOTHING, now(broadcaster.register(one.connection)));
        now(broadcaster.register(two.connection));
        EventSourceBroadcaster.Result result = now(broadcaster.broadcast(ServerSentEvent.of("news", "headline", "7")));
        assertEquals(2, result.written());
        assertEquals(0, result.failed().size());
        assertEquals("event: headline\r\nid: 7\r\ndata: news\r\n\r\n", one.sink.take());
        assertEquals("event: headline\r\nid: 7\r\ndata: news\r\n\r\n", two.sink.take());
        now(broadcaster.broadcast("plain"));
        assertEquals("data: plain\r\n\r\n", one.sink.take());
    }

    @Test
    void aSourceThatClosesOrLeavesGetsNothingMore() {
        EventSourceBroadcaster broadcaster = EventSourceBroadcaster.create();
        Source closes = back("");
        Source leaves = back("");
        broadcaster.register(closes.connection);
        broadcaster.register(leaves.connection);
        closes.connection.close();
        closes.runtime.runAll();
        broadcaster.unregister(leaves.connection);
        assertEquals(0, now(broadcaster.size()));
        assertEquals(0, now(broadcaster.broadcast("x")).written());
        assertEquals("", leaves.sink.take());
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        EventSourceBroadcaster broadcaster =
                EventSourceBroadcaster.builder().replayEvents(3).build();
        for (int i = 1; i <= 5; i++) {
            broadcaster.broadcast(ServerSentEvent.of("n" + i, null, String.valueOf(i)));
        }
        Source three = back("3");
        assertEquals(Replayed.ALL, now(broadcaster.register(three.connection)));
        assertEquals("id: 4\r\ndata: n4\r\n\r\nid: 5\r\ndata: n5\r\n\r\n", three.sink.take());
        Source five = back("5");
        assertEquals(Replayed.NOTHING, now(broadcaster.register(five.connection)));
        assertEquals("", five.sink.take());
        Source one = back("1");
        assertEquals(Replayed.SOME, now(broadcaster.register(one.connection)));
        assertTrue(one.sink.take().startsWith("id: 3\r\n"));
        Source fresh = back("");
        assertEquals(Replayed.NOTHING, now(broadcaster.register(fresh.connection)));
        assertEquals("", fresh.sink.take());
    }

    @Test
    void theReplayIsBoundedInBytes() {
        EventSourceBroadcaster broadcaster = EventSourceBroadcaster.builder()
                .replayEvents(100)
                .replayBytes(50)
                .build();
        for (int i = 1; i <= 5; i++) {
            broadcaster.broadcast(ServerSentEvent.of("n" + i, null, String.valueOf(i)));
        }
        Source source = back("2");
        assertEquals(Replayed.SOME, now(broadcaster.register(source.connection)));
        assertEquals("id: 4\r\ndata: n4\r\n\r\nid: 5\r\ndata: n5\r\n\r\n", source.sink.take());
        assertThrows(
                IllegalArgumentException.class,
                () -> EventSourceBroadcaster.builder().replayEvents(-1).build());
    }

    @Test
    void eventsWithoutAnIdGetOneWhereThereIsAReplay() {
        EventSourceBroadcaster broadcaster =
                EventSourceBroadcaster.builder().replayEvents(10).build();
        Source source = back("");
        broadcaster.register(source.connection);
        broadcaster.broadcast("a");
        broadcaster.broadcast("b");
        String[] lines = source.sink.take().split("\r\n");
        assertTrue(
                lines[0].startsWith("id: ") && lines[3].startsWith("id: "),
                List.of(lines).toString());
        Source again = back(lines[0].substring("id: ".length()));
        assertEquals(Replayed.ALL, now(broadcaster.register(again.connection)));
        assertEquals(lines[3] + "\r\ndata: b\r\n\r\n", again.sink.take());
    }

    @Test
    void aSlowSourceDelaysNobodyAndIsReported() {
        EventSourceBroadcaster broadcaster = EventSourceBroadcaster.create();
        Source slow = Source.stalled(options -> options.outboundLimit(20).slowConsumerPolicy(SlowConsumerPolicy.BLOCK));
        Source quick = back("");
        broadcaster.register(slow.connection);
        broadcaster.register(quick.connection);
        EventSourceBroadcaster.Result result = now(broadcaster.broadcast("x"));
        assertEquals(1, result.written());
        assertEquals(Set.of(slow.connection), result.failed().keySet());
        assertEquals("data: x\r\n\r\n", quick.sink.take());
    }

    @Test
    void closeClosesAllAndWhoComesLater() {
        EventSourceBroadcaster broadcaster = EventSourceBroadcaster.create();
        Source early = back("");
        broadcaster.register(early.connection);
        broadcaster.close();
        assertTrue(early.sink.isClosed());
        Source late = back("");
        broadcaster.register(late.connection);
        assertTrue(late.sink.isClosed());
        assertEquals(0, now(broadcaster.broadcast("x")).written());
    }

    @Test
    void newcomersJoinWithoutGapOrRepetitionWhileEventsAreSent() throws Exception {
        EventSourceBroadcaster broadcaster =
                EventSourceBroadcaster.builder().replayEvents(100_000).build();
        broadcaster.broadcast(ServerSentEvent.of("first", null, "first"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < 3; sender++) {
                int own = sender;
                senders.add(threads.submit(() -> {
                    for (int i = 0; i < 1000; i++) {
                        broadcaster.broadcast(ServerSentEvent.of("x", null, own + "-" + i));
                    }
                }));
            }
            List<Source> sources = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Source source = back("first");
                sources.add(source);
                broadcaster.register(source.connection);
            }
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }
            String expected = sources.get(0).sink.take();
            assertEquals(3000, expected.split("\r\n\r\n").length);
            for (Source source : sources.subList(1, sources.size())) {
                assertEquals(expected, source.sink.take());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
