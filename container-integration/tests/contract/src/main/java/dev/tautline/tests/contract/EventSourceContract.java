// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceBroadcaster;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.tests.contract.application.EventProbe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Event streams on the container's HTTP: the bytes, and the life of a source. */
interface EventSourceContract extends Contract {
    /** What a stream without options begins with. */
    String RETRY = "retry: 5000\r\n\r\n";

    private WireStream open(EventProbe probe) throws Exception {
        return site().events(probe.path()).stream();
    }

    private static EventProbe probe() {
        return new EventProbe(EventSourceOptions.DEFAULTS);
    }

    @Test
    @DisplayName("1B.3-01 what does not ask for events is left to the servlet")
    default void whoAsks() throws Exception {
        EventProbe probe = probe();
        for (String accept : new String[] {"text/html", "text/event-stream;q=0.9"}) {
            HttpAnswer answer = site().events(probe.path())
                    .header("Accept", accept)
                    .header("Connection", "close")
                    .exchange();
            assertEquals(406, answer.status(), accept);
        }
        try (WireStream stream =
                site().events(probe.path()).header("Accept", "text/html, text/event-stream").stream()) {
            assertEquals(200, stream.head().status());
            stream.expect(RETRY);
        }
    }

    @Test
    @DisplayName("1B.3-02 the head, and retry before anything else")
    default void head() throws Exception {
        EventProbe probe = probe();
        try (WireStream stream = open(probe)) {
            HttpAnswer head = stream.head();
            assertEquals(200, head.status());
            String type = String.valueOf(head.header("Content-Type"));
            assertEquals("text/event-stream", type.split(";", 2)[0]);
            assertEquals("no-cache, no-store", head.header("Cache-Control"));
            assertEquals("close", String.valueOf(head.header("Connection")).toLowerCase(Locale.ROOT));
            assertEquals(null, head.header("Content-Length"));
            assertEquals(null, head.header("Transfer-Encoding"), "no chunks in a body that ends with the connection");
            stream.expect(RETRY);
        }
    }

    @Test
    @DisplayName("1B.3-03 headers of the application stand beside ours")
    default void headers() throws Exception {
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .header("Access-Control-Allow-Origin", "*")
                .header("X-Two", "one")
                .header("X-Two", "two")
                .build());
        try (WireStream stream = open(probe)) {
            assertEquals("*", stream.head().header("Access-Control-Allow-Origin"));
            assertEquals("one, two", stream.head().header("X-Two"));
            assertEquals("no-cache, no-store", stream.head().header("Cache-Control"));
        }
    }

    @Test
    @DisplayName("1B.3-04 retry is the option in whole milliseconds")
    default void retry() throws Exception {
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .retry(Duration.ofNanos(1_234_567_890))
                .build());
        try (WireStream stream = open(probe)) {
            stream.expect("retry: 1234\r\n\r\n");
        }
    }

    @Test
    @DisplayName("1B.3-05 pings come by themselves")
    default void heartbeat() throws Exception {
        EventProbe probe = new EventProbe(
                EventSourceOptions.builder().ping(Duration.ofMillis(20)).build());
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY + ":\r\n\r\n:\r\n\r\n:\r\n\r\n");
        }
    }

    @Test
    @DisplayName("1B.3-06 ping is a comment")
    default void ping() throws Exception {
        EventProbe probe = probe();
        try (WireStream stream = open(probe)) {
            Await.result("the ping", probe.source().ping().toCompletableFuture());
            stream.expect(RETRY + ":\r\n\r\n");
        }
    }

    @Test
    @DisplayName("1B.3-07 send writes event, id and the lines of data")
    default void send() throws Exception {
        EventProbe probe = probe();
        try (WireStream stream = open(probe)) {
            EventSource source = probe.source();
            stream.expect(RETRY);
            Await.result("send", source.send("Hello").toCompletableFuture());
            stream.expect("data: Hello\r\n\r\n");
            Await.result(
                    "send", source.send("Breaking News!", "notification", "99").toCompletableFuture());
            stream.expect("event: notification\r\nid: 99\r\ndata: Breaking News!\r\n\r\n");
            Await.result("send", source.send("a\nb\r\nc").toCompletableFuture());
            stream.expect("data: a\ndata: b\r\ndata: c\r\n\r\n");
            Await.result("send", source.send("grün 🚀").toCompletableFuture());
            stream.expect("data: grün 🚀\r\n\r\n");
            assertEquals(0, source.bufferedAmount());
        }
    }

    @Test
    @DisplayName("1B.3-08 event and id take one line")
    default void injection() throws Exception {
        EventProbe probe = probe();
        try (WireStream stream = open(probe)) {
            EventSource source = probe.source();
            for (String bad : new String[] {"a\ndata: b", "a\rb", "a\0b"}) {
                assertThrows(IllegalArgumentException.class, () -> source.send("m", bad, null));
                assertThrows(IllegalArgumentException.class, () -> source.send("m", null, bad));
            }
            source.send("after");
            stream.expect(RETRY + "data: after\r\n\r\n");
        }
    }

    @Test
    @DisplayName("1B.3-09 url and lastEventId")
    default void facts() throws Exception {
        EventProbe probe = probe();
        String path = probe.path() + "?since=a%20b&x";
        try (WireStream stream = site().events(path).header("Last-Event-ID", "event 7").stream()) {
            stream.expect(RETRY);
            EventSource source = probe.source();
            assertEquals(site().base() + path, source.url());
            assertEquals("event 7", source.lastEventId());
        }
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY);
            assertEquals("", probe.source().lastEventId());
        }
    }

    @Test
    @DisplayName("1B.3-10 send works before open, open comes later, close ends the response and is told once")
    default void openAndClose() throws Exception {
        List<ReadyState> states = new ArrayList<>();
        EventProbe probe = new EventProbe(EventSourceOptions.DEFAULTS, source -> {
            states.add(source.readyState());
            source.send("early");
        });
        try (WireStream stream = open(probe)) {
            EventSource source = probe.source();
            assertEquals(List.of(ReadyState.CONNECTING), states);
            stream.expect(RETRY + "data: early\r\n\r\n");
            probe.awaitOpen();
            assertEquals(ReadyState.OPEN, source.readyState());
            source.send("last");
            source.close();
            source.close();
            stream.expect("data: last\r\n\r\n");
            stream.expectEnd();
            probe.awaitClose();
            assertEquals(List.of("open", "close"), probe.heard());
            assertEquals(ReadyState.CLOSED, source.readyState());
            assertTrue(source.send("late").toCompletableFuture().isCompletedExceptionally());
        }
    }

    @Test
    @DisplayName("1B.3-10 a client that has gone is noticed by a ping")
    default void peerGone() throws Exception {
        EventProbe probe = new EventProbe(
                EventSourceOptions.builder().ping(Duration.ofMillis(50)).build());
        WireStream stream = open(probe);
        stream.expect(RETRY + ":\r\n\r\n");
        stream.reset();
        probe.awaitClose();
        assertEquals("close", probe.heard().get(probe.heard().size() - 1));
        assertEquals(1, probe.heard().stream().filter("close"::equals).count());
        assertEquals(ReadyState.CLOSED, probe.source().readyState());
    }

    /** A call that fails on another thread may still go on while the container gives the response's objects to the next request. */
    @Test
    default void onlyThreadsThatTheContainerExpectsTouchTheResponse() throws Exception {
        EventProbe probe = probe();
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY);
            EventSource source = probe.source();
            for (int i = 0; i < 10; i++) {
                source.send("event");
                stream.expect("data: event\r\n\r\n");
            }
            source.close();
            stream.expectEnd();
            probe.awaitClose();
            assertFalse(probe.touching().isEmpty(), "nobody was seen to touch the response");
            for (Thread thread : probe.touching()) {
                assertTrue(site().mayTouchResponses(thread), thread.toString());
            }
        }
    }

    /** One thread at a time, and nobody waits for it: what a second one wants is done by the first, even the end. */
    @Test
    default void whoFindsAnotherThreadAtTheResponseLeavesItToThat() throws Exception {
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .outboundLimit(64 * 1024)
                .slowConsumerPolicy(SlowConsumerPolicy.CLOSE)
                .build());
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY);
            EventSource source = probe.source();
            probe.awaitOpen();
            EventProbe.Hold hold = probe.hold();
            Executor eachOnItsOwn = task -> new Thread(task).start();
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> source.send("one"), eachOnItsOwn);
            hold.await();
            CompletableFuture<Void> second = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 100 && source.readyState() != ReadyState.CLOSED; i++) {
                            source.send("x".repeat(4000));
                        }
                    },
                    eachOnItsOwn);
            Await.result("who cuts the client off does not wait", second);
            assertEquals(Set.of(), hold.others());
            hold.release();
            Await.result("who wrote goes on", first);
            probe.awaitClose();
            assertEquals(List.of("open", "error", "close"), probe.heard());
        }
    }

    @Test
    @DisplayName("1B.3-11 a slow reader costs no more than the limit and gets whole events")
    default void slowReader() throws Exception {
        int limit = 256 * 1024;
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .outboundLimit(limit)
                .slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST)
                .build());
        try (WireStream stream = site().events(probe.path()).buffers(64 * 1024).stream()) {
            EventSource source = probe.source();
            String filler = "x".repeat(4000);
            int sent = 0;
            // The client reads nothing: what the kernel's buffers and the queue cannot hold is dropped.
            while (source.droppedEvents() < 20) {
                source.send(sent + filler);
                sent++;
                assertTrue(source.bufferedAmount() <= limit + 64 * 1024, "buffered " + source.bufferedAmount());
                assertTrue(sent < 100_000, "nothing is dropped");
            }
            source.close();
            stream.expect(RETRY);
            int last = -1;
            int events = 0;
            for (String event = stream.event(); event != null; event = stream.event()) {
                assertTrue(event.startsWith("data: ") && event.endsWith(filler + "\r\n\r\n"), "a whole event");
                int number = Integer.parseInt(event.substring("data: ".length(), event.indexOf('x')));
                assertTrue(number > last, "in order");
                last = number;
                events++;
            }
            assertEquals(sent - 1, last);
            assertEquals(sent - source.droppedEvents(), events);
            probe.awaitClose();
        }
    }

    @Test
    @DisplayName("1B.3-11 under BLOCK the sender goes at the reader's pace and loses nothing")
    default void blockingSender() throws Exception {
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .outboundLimit(64 * 1024)
                .slowConsumerPolicy(SlowConsumerPolicy.BLOCK)
                .sendTimeout(Duration.ofMinutes(5))
                .build());
        int events = 1000;
        String filler = "x".repeat(2000);
        try (WireStream stream = site().events(probe.path()).buffers(64 * 1024).stream()) {
            EventSource source = probe.source();
            CompletableFuture<CompletionStage<Void>> sender = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                CompletionStage<Void> last = CompletableFuture.completedFuture(null);
                for (int i = 0; i < events; i++) {
                    last = source.send(i + filler);
                }
                sender.complete(last);
            });
            thread.start();
            stream.expect(RETRY);
            for (int i = 0; i < events; i++) {
                stream.expect("data: " + i + filler + "\r\n\r\n");
            }
            Await.result("the last send", Await.result("the sender", sender).toCompletableFuture());
            assertEquals(0, source.bufferedAmount());
        }
    }

    @Test
    @DisplayName("1B.3-11 a slow reader is cut off under CLOSE, and the container goes on")
    default void slowReaderIsCutOff() throws Exception {
        EventProbe probe = new EventProbe(EventSourceOptions.builder()
                .outboundLimit(64 * 1024)
                .slowConsumerPolicy(SlowConsumerPolicy.CLOSE)
                .build());
        try (WireStream stream = site().events(probe.path()).buffers(16 * 1024).stream()) {
            assertEquals(200, stream.head().status());
            EventSource source = probe.source();
            String filler = "x".repeat(4000);
            for (int i = 0; i < 100_000 && source.readyState() != ReadyState.CLOSED; i++) {
                source.send(filler);
            }
            probe.awaitClose();
            assertEquals(List.of("open", "error", "close"), probe.heard());
        }
        EventProbe next = probe();
        try (WireStream stream = open(next)) {
            stream.expect(RETRY);
        }
    }

    /** Each round has a write to a peer that has gone, whose error no later response may inherit. */
    @RepeatedTest(5)
    @DisplayName("1B.3-09 who comes back gets what it missed")
    default void replay() throws Exception {
        EventSourceBroadcaster broadcaster =
                EventSourceBroadcaster.builder().replayEvents(100).build();
        EventProbe probe = new EventProbe(EventSourceOptions.DEFAULTS, broadcaster::register);
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY);
            broadcaster.broadcast(ServerSentEvent.of("one", null, "1"));
            stream.expect("id: 1\r\ndata: one\r\n\r\n");
        }
        broadcaster.broadcast(ServerSentEvent.of("two", null, "2"));
        broadcaster.broadcast(ServerSentEvent.of("three", null, "3"));
        try (WireStream stream = site().events(probe.path()).header("Last-Event-ID", "1").stream()) {
            stream.expect(RETRY + "id: 2\r\ndata: two\r\n\r\nid: 3\r\ndata: three\r\n\r\n");
            broadcaster.broadcast(ServerSentEvent.of("four", null, "4"));
            stream.expect("id: 4\r\ndata: four\r\n\r\n");
        }
        broadcaster.close();
    }

    @Test
    default void listenersRunWithTheApplicationsClassLoader() throws Exception {
        ClassLoader[] servlets = new ClassLoader[1];
        EventProbe probe = new EventProbe(
                EventSourceOptions.DEFAULTS,
                source -> servlets[0] = Thread.currentThread().getContextClassLoader());
        try (WireStream stream = open(probe)) {
            stream.expect(RETRY);
            probe.awaitOpen();
            probe.source();
            assertEquals(servlets[0], probe.loader());
        }
    }

    @Test
    default void aStopEndsTheStreams() throws Exception {
        Site site = start(application());
        EventProbe probe = probe();
        try (WireStream stream = site.events(probe.path()).stream()) {
            stream.expect(RETRY);
            EventSource source = probe.source();
            source.send("last");
            stream.expect("data: last\r\n\r\n");
            site.stop();
            stream.expectEnd();
            probe.awaitClose();
            // A container may cut its connections before it tells the application.
            List<String> heard = probe.heard();
            assertEquals(List.of("open", "close"), List.of(heard.get(0), heard.get(heard.size() - 1)));
            assertEquals(1, heard.stream().filter("close"::equals).count());
        }
    }
}
