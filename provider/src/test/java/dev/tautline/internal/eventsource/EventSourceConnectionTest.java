// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static dev.tautline.internal.eventsource.Source.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.spec.ReadyState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a source. */
class EventSourceConnectionTest {
    @ParameterizedTest
    @CsvSource({"5000000,5000", "10000000,10000", "1234567,1234", "999,0", "0,5000"})
    @DisplayName("1B.3-02 1B.3-04 the stream begins with retry in whole milliseconds, rounded down")
    void retry(long micros, long millis) {
        Source source = new Source(options -> options.retry(Duration.ofNanos(micros * 1000)));
        assertEquals("", source.sink.take());
        source.sink.open();
        assertEquals("retry: " + millis + "\r\n\r\n", source.sink.take());
    }

    @Test
    @DisplayName("1B.3-10 the open event comes later; what is sent before is written behind the head")
    void sendsBeforeOpen() {
        Source source = new Source(UnaryOperator.identity());
        assertEquals(ReadyState.CONNECTING, source.connection.readyState());
        CompletionStage<Void> early = source.connection.send("early", "greeting", "1");
        assertEquals("waiting", outcome(early));
        assertEquals(List.of(), source.heard());
        source.sink.open();
        assertEquals(Source.RETRY + "event: greeting\r\nid: 1\r\ndata: early\r\n\r\n", source.sink.take());
        assertEquals(ReadyState.OPEN, source.connection.readyState());
        assertEquals("waiting", outcome(early), "the application's code runs on a worker");
        assertEquals(List.of("open"), source.heard());
        assertEquals("written", outcome(early));
    }

    @Test
    @DisplayName("1B.3-07 send writes the event and completes")
    void send() {
        Source source = Source.open(UnaryOperator.identity());
        assertEquals("written", outcome(source.connection.send("a\nb", "x", "y")));
        assertEquals("event: x\r\nid: y\r\ndata: a\ndata: b\r\n\r\n", source.sink.take());
        assertEquals("written", outcome(source.connection.send(ServerSentEvent.of("c"))));
        assertEquals("data: c\r\n\r\n", source.sink.take());
    }

    @Test
    @DisplayName("1B.3-11 a send completes when it is written; what comes meanwhile leaves in one write")
    void completesWhenWritten() {
        Source source = Source.open(UnaryOperator.identity());
        source.sink.hold();
        CompletionStage<Void> first = source.connection.send("1");
        CompletionStage<Void> second = source.connection.send("2");
        CompletionStage<Void> third = source.connection.send("3");
        int length = "data: 1\r\n\r\n".length();
        assertEquals(3L * length, source.connection.bufferedAmount());
        int before = source.sink.writes();
        source.sink.takeHeld();
        source.runtime.runAll();
        assertEquals(List.of("written", "waiting"), List.of(outcome(first), outcome(second)));
        assertEquals(2L * length, source.connection.bufferedAmount());
        assertEquals(before + 1, source.sink.writes());
        assertEquals("data: 1\r\n\r\ndata: 2\r\n\r\ndata: 3\r\n\r\n", source.drain());
        assertEquals(List.of("written", "written"), List.of(outcome(second), outcome(third)));
        assertEquals(0, source.connection.bufferedAmount());
    }

    @Test
    @DisplayName("1B.3-06 ping writes a comment")
    void ping() {
        Source source = Source.open(UnaryOperator.identity());
        assertEquals("written", outcome(source.connection.ping()));
        assertEquals(":\r\n\r\n", source.sink.take());
    }

    @ParameterizedTest
    @CsvSource({"0,10", "15,15", "10,10"})
    @DisplayName("1B.3-05 a ping every 10 s unless the option says otherwise, until the end")
    void heartbeat(long option, long seconds) {
        Source source = Source.open(options -> options.ping(Duration.ofSeconds(option)));
        source.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertEquals("", source.sink.take());
        source.advance(Duration.ofMillis(1));
        assertEquals(":\r\n\r\n", source.sink.take());
        source.advance(Duration.ofSeconds(seconds));
        assertEquals(":\r\n\r\n", source.sink.take());
        source.connection.close();
        source.advance(Duration.ofSeconds(3 * seconds));
        assertEquals("", source.sink.take());
        assertEquals(0, source.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("1B.3-05 no ping behind what waits")
    void noPingBehindWhatWaits() {
        Source source = Source.stalled(UnaryOperator.identity());
        source.advance(Duration.ofSeconds(60));
        assertEquals("data: stalled\r\n\r\n", source.drain());
        source.advance(Duration.ofSeconds(10));
        assertEquals(":\r\n\r\n", source.drain());
    }

    @Test
    @DisplayName("1B.3-10 close writes what waits, ends the response and is told once")
    void close() {
        Source source = Source.stalled(UnaryOperator.identity());
        CompletionStage<Void> last = source.connection.send("last");
        source.connection.close();
        source.connection.close();
        assertEquals(ReadyState.CLOSING, source.connection.readyState());
        assertEquals("ClosedChannelException", outcome(source.connection.send("late")));
        assertEquals("ClosedChannelException", outcome(source.connection.ping()));
        assertFalse(source.sink.isClosed());
        assertEquals("data: stalled\r\n\r\ndata: last\r\n\r\n", source.drain());
        assertTrue(source.sink.isClosed());
        assertEquals("written", outcome(last));
        assertEquals(ReadyState.CLOSED, source.connection.readyState());
        source.connection.close();
        assertEquals(List.of("close"), source.heard());
        assertEquals(0, source.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("1B.3-10 close before open writes what waits when the response begins")
    void closeBeforeOpen() {
        Source source = new Source(UnaryOperator.identity());
        source.connection.send("only");
        source.connection.close();
        source.sink.open();
        assertEquals(Source.RETRY + "data: only\r\n\r\n", source.sink.take());
        assertTrue(source.sink.isClosed());
        assertEquals(List.of("close"), source.heard());
    }

    @Test
    @DisplayName("1B.3-10 a client that reads nothing does not hold a close for more than 30 s")
    void closeHasADeadline() {
        Source source = Source.stalled(options -> options.writeTimeout(Duration.ZERO));
        CompletionStage<Void> last = source.connection.send("last");
        source.connection.close();
        source.advance(Duration.ofMillis(29_999));
        assertFalse(source.sink.isClosed());
        source.advance(Duration.ofMillis(1));
        assertTrue(source.sink.isClosed());
        assertEquals(List.of("close"), source.heard());
        assertEquals("ClosedChannelException", outcome(last));
    }

    @Test
    @DisplayName("1B.3-10 the client's end closes the source and fails what waits")
    void peerGone() {
        Source source = Source.stalled(UnaryOperator.identity());
        CompletionStage<Void> waits = source.connection.send("waits");
        source.sink.fail(new IOException("reset"));
        assertEquals(List.of("error IOException", "close"), source.heard());
        assertEquals("IOException", outcome(waits));
        assertEquals(ReadyState.CLOSED, source.connection.readyState());
        assertEquals("IOException", outcome(source.connection.send("late")));
        assertEquals(0, source.connection.bufferedAmount());
        assertEquals(0, source.runtime.timers().scheduled());
        assertTrue(source.connection.ended().toCompletableFuture().isDone());
    }

    @Test
    @DisplayName("1B.3-11 a client that takes nothing for the write timeout is given up")
    void writeTimeout() {
        Source source = Source.stalled(options -> options.writeTimeout(Duration.ofSeconds(25)));
        source.advance(Duration.ofSeconds(20));
        assertFalse(source.sink.isClosed());
        source.sink.takeHeld();
        source.connection.send("more");
        source.advance(Duration.ofSeconds(20));
        assertFalse(source.sink.isClosed(), "it has taken something meanwhile");
        source.advance(Duration.ofSeconds(10));
        assertTrue(source.sink.isClosed());
        assertEquals(List.of("error SocketTimeoutException", "close"), source.heard());
    }

    @Test
    @DisplayName("1B.3-11 a container that never begins the response counts as stalled")
    void neverOpened() {
        Source source = new Source(UnaryOperator.identity());
        source.advance(Duration.ofSeconds(110));
        assertFalse(source.sink.isClosed());
        source.advance(Duration.ofSeconds(20));
        assertTrue(source.sink.isClosed());
        assertEquals(List.of("error SocketTimeoutException", "close"), source.heard());
    }

    @Test
    void listenersThatComeLateAreTold() {
        Source source = Source.open(UnaryOperator.identity());
        List<String> told = new ArrayList<>();
        source.connection.onOpen(open -> told.add("open"));
        source.connection.onClose(closed -> told.add("close"));
        source.runtime.runAll();
        assertEquals(List.of("open"), told);
        source.connection.close();
        source.runtime.runAll();
        assertEquals(List.of("open", "close"), told);
        source.connection.onClose(closed -> told.add("late close"));
        source.runtime.runAll();
        assertEquals(List.of("open", "close", "late close"), told);
    }

    @Test
    void listenersAreAddedOnceAndRemoved() {
        Source source = Source.open(UnaryOperator.identity());
        source.connection.addListener(source);
        source.connection.close();
        assertEquals(List.of("close"), source.heard());
        Source other = Source.open(UnaryOperator.identity());
        other.connection.removeListener(other);
        other.connection.close();
        assertEquals(List.of(), other.heard());
    }

    @Test
    void aListenerThatThrowsClosesTheSource() {
        Source source = Source.open(UnaryOperator.identity());
        source.connection.addListener(new EventSourceListener() {
            @Override
            public void onOpen(EventSource open) {
                throw new IllegalStateException("thrown by a listener");
            }
        });
        assertEquals(List.of("close"), source.heard());
        assertTrue(source.sink.isClosed());
    }
}
