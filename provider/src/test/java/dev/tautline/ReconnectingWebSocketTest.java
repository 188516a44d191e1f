// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.FakeTimers;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which socket follows which, when, and what is left behind; in memory and in virtual time. Half of the full wait is drawn each time. */
class ReconnectingWebSocketTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static ScriptedAttempts begin() {
        return ScriptedAttempts.begin(reconnect -> reconnect);
    }

    private static void assertEnded(ScriptedAttempts script) {
        assertEquals(ReadyState.CLOSED, script.readyState());
        assertTrue(script.socket.closed().toCompletableFuture().isDone());
        assertEquals(1, script.released, "the runtime is released once");
        script.take();
        int attempts = script.attempts;
        script.advance(LONG);
        assertEquals(attempts, script.attempts, "no attempt follows");
        assertEquals(List.of(), script.take());
        assertEquals(0, script.runtime.timers().scheduled(), "timers");
    }

    private static String last(ScriptedAttempts script) {
        List<String> events = script.take();
        return events.get(events.size() - 1);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        assertTrue(future.isCompletedExceptionally());
        return assertThrows(CompletionException.class, future::join).getCause();
    }

    @Test
    void connectsAgain() {
        ScriptedAttempts script = begin().succeed();
        WebSocket first = script.current();
        script.lose(0);
        assertEquals(List.of("open", "close 1006", "reconnecting 1 in 500"), script.take());
        assertEquals(ReadyState.CONNECTING, script.readyState());
        assertEquals(null, script.socket.webSocket());
        script.advance(Duration.ofMillis(499));
        assertEquals(1, script.attempts, "not before the wait is over");
        script.advance(Duration.ofMillis(1));
        assertEquals(2, script.attempts);
        script.succeed().receiveText("hi");
        assertEquals(List.of("open", "message hi"), script.take());
        assertEquals(ReadyState.OPEN, script.readyState());
        assertEquals(ReadyState.CLOSED, first.readyState(), "a socket never goes back");
        assertNotSame(first, script.socket.webSocket());
        assertEquals(0, script.released);
    }

    @Test
    void waitsGrowUntilAConnectionHolds() {
        ScriptedAttempts script = begin().fail("refused");
        for (int wait : new int[] {500, 1000, 2000}) {
            script.advance(Duration.ofMillis(wait));
            script.fail("refused");
        }
        script.advance(Duration.ofSeconds(4));
        script.succeed();
        script.advance(Duration.ofMillis(4999));
        script.lose(1001);
        assertEquals("reconnecting 5 in 8000", last(script), "it did not hold");
        script.advance(Duration.ofSeconds(8));
        script.succeed();
        script.advance(Duration.ofSeconds(5));
        script.lose(1001);
        assertEquals(List.of("open", "close 1001", "reconnecting 1 in 500"), script.take(), "it held for 5 s");
    }

    @Test
    void givesUpAfterMaxAttempts() {
        ScriptedAttempts script = ScriptedAttempts.begin(reconnect -> reconnect.maxAttempts(2));
        for (int i = 0; i < 3; i++) {
            script.fail("refused");
            script.advance(LONG);
        }
        assertEquals(3, script.attempts, "the first and two more");
        assertTrue(failure(script.socket.opened()) instanceof ClosedChannelException);
        assertEnded(script);
    }

    @Test
    void codesThatSayDoNot() {
        ScriptedAttempts script = begin().succeed().lose(1008);
        assertEquals(List.of("open", "close 1008"), script.take());
        assertEquals(1008, script.socket.closed().toCompletableFuture().join().code());
        assertEnded(script);
    }

    @Test
    void answersThatSayDoNot() {
        ScriptedAttempts script = begin().refuse(401);
        assertEquals(List.of("error Unexpected server response: 401", "close 1006"), script.take());
        assertEnded(script);
    }

    @Test
    void retryAfterIsHonoured() {
        ScriptedAttempts script = begin().refuse(503, "20");
        assertEquals("reconnecting 1 in 20000", script.take().get(2));
        script.advance(Duration.ofSeconds(20));
        script.refuse(503, "86400");
        assertEquals("reconnecting 2 in 300000", script.take().get(2), "the limit");
        script.advance(Duration.ofMinutes(5));
        script.refuse(503);
        assertEquals("reconnecting 3 in 2000", script.take().get(2), "without the field");
    }

    @Test
    void theConditionDecides() {
        AtomicReference<Disconnect> seen = new AtomicReference<>();
        ScriptedAttempts script = ScriptedAttempts.begin(reconnect -> reconnect.condition(cause -> {
            seen.set(cause);
            return cause.statusCode() == 401;
        }));
        script.refuse(401);
        assertEquals(false, seen.get().wasOpen());
        assertEquals("Unexpected server response: 401", seen.get().error().getMessage());
        script.advance(LONG);
        script.succeed().lose(1012);
        assertEquals(true, seen.get().wasOpen());
        assertEquals(1012, seen.get().event().code());
        assertEnded(script);
    }

    @Test
    void aConditionThatThrowsEnds() {
        ScriptedAttempts script = ScriptedAttempts.begin(reconnect -> reconnect.condition(cause -> {
            throw new IllegalStateException("thrown by a test");
        }));
        assertEnded(script.succeed().lose(1001));
    }

    @Test
    void closeInTheCondition() {
        AtomicReference<ScriptedAttempts> script = new AtomicReference<>();
        script.set(ScriptedAttempts.begin(reconnect -> reconnect.condition(cause -> {
            script.get().socket.close();
            return true;
        })));
        assertEnded(script.get().succeed().lose(0));
    }

    @Test
    void closeWhileOpen() {
        ScriptedAttempts script = begin().succeed();
        script.socket.close(1000, "bye");
        assertEquals(ReadyState.CLOSING, script.readyState());
        assertTrue(script.sent().startsWith("close 1000"), "the closing handshake is the connection's");
        assertFalse(script.socket.closed().toCompletableFuture().isDone());
        script.lose(1001);
        assertEquals(List.of("open", "close 1001"), script.take(), "1001 would otherwise be reason enough");
        assertEnded(script);
    }

    @Test
    void closeWhileItWaits() {
        ScriptedAttempts script = begin().succeed().lose(1012);
        assertEquals(1, script.runtime.timers().scheduled());
        script.socket.close();
        assertEquals(0, script.runtime.timers().scheduled());
        assertEquals(1012, script.socket.closed().toCompletableFuture().join().code());
        assertEnded(script);
    }

    @Test
    void closeWhileItConnects() {
        ScriptedAttempts script = begin().succeed().lose(0);
        script.advance(LONG);
        script.take();
        script.socket.close();
        assertEquals(List.of("error " + SocketState.CLOSED_BEFORE_OPEN, "close 1006"), script.take());
        assertEnded(script);
    }

    @Test
    void closeInTheReconnectingEvent() {
        ScriptedAttempts script = begin().succeed();
        script.socket.onReconnecting((socket, event) -> socket.close());
        assertEnded(script.lose(0));
    }

    @Test
    void closeBetweenTheTimerAndTheAttempt() {
        ScriptedAttempts script = begin().succeed().lose(0);
        script.runtime.timers().advance(LONG);
        assertEquals(1, script.runtime.waiting(), "the timer only enqueues");
        script.socket.terminate();
        assertEnded(script);
    }

    @Test
    void closeOfASocketThatHasOpenedBeforeItsAttemptReturns() {
        ScriptedAttempts script = begin().succeed().lose(0);
        script.take();
        script.whileOpening = () -> {
            script.succeed();
            script.socket.close(1000, "bye");
        };
        script.advance(LONG);
        script.lose(1000);
        assertEquals(List.of("open", "close 1000"), script.take());
        assertEnded(script);
    }

    @Test
    void closeInTheConfigurer() {
        assertEnded(new ScriptedAttempts(
                WebSocketClientOptions.DEFAULTS, Reconnect.DEFAULTS, ReconnectingWebSocket::close));
    }

    @Test
    void whatAListenerClosesStaysClosed() {
        ScriptedAttempts script = begin().succeed();
        script.socket.onMessage((socket, message) -> socket.close());
        script.receiveText("that is all");
        assertEnded(script.lose(1005));
    }

    @Test
    void whatAListenerTerminatesStaysClosed() {
        ScriptedAttempts script = begin().succeed();
        script.socket.onMessage((socket, message) -> socket.terminate());
        script.receiveText("that is all");
        assertEnded(script);
    }

    @Test
    void anUnexpectedResponseIsEndedByWhoeverLooksAtIt() {
        ScriptedAttempts script = begin();
        script.current().state().responseUnexpected = true;
        script.current().terminate();
        assertEquals("reconnecting 1 in 500", script.take().get(2));
    }

    @Test
    void aDeadPeerIsNotTheApplicationsDoing() {
        WebSocketClientOptions options = WebSocketClientOptions.builder()
                .perMessageDeflate(false)
                .heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(3))
                .build();
        ScriptedAttempts script = new ScriptedAttempts(options, Reconnect.DEFAULTS, socket -> {});
        script.succeed();
        script.advance(Duration.ofSeconds(13));
        assertEquals("reconnecting 1 in 500", last(script));
    }

    @Test
    void listenersAreOfAllConnections() {
        ScriptedAttempts script = begin().succeed();
        script.socket.addEventListener(WebSocketEvent.MESSAGE, (from, message) -> script.events.add("added"));
        script.current().addEventListener(WebSocketEvent.MESSAGE, (from, message) -> script.events.add("once"), true);
        script.lose(0);
        script.advance(LONG);
        script.succeed().take();
        script.receiveText("a");
        script.receiveText("b");
        assertEquals(List.of("message a", "added", "once", "message b", "added"), script.take());
    }

    @Test
    void sendsAreRefusedUnderWs() {
        ScriptedAttempts script = begin();
        assertTrue(failure(script.socket.send("early")) instanceof WebSocketException);
        script.succeed();
        CompletionStage<Void> sent = script.socket.send("a");
        assertEquals("text \"a\"", script.sent());
        assertTrue(sent.toCompletableFuture().isDone());
        script.lose(0);
        assertTrue(failure(script.socket.send(new byte[1])) instanceof WebSocketException);
        script.socket.close();
        assertTrue(failure(script.socket.send("late")) instanceof ClosedChannelException);
    }

    @Test
    void sendsWaitForTheNextConnection() {
        ScriptedAttempts script = ScriptedAttempts.begin(reconnect -> reconnect.queueLimit(10));
        script.socket.onOpen(opened -> opened.send("from open"));
        script.succeed();
        script.sent();
        script.lose(0);
        ByteBuffer content = ByteBuffer.wrap(new byte[] {1, 2, 3});
        CompletionStage<Void> first = script.socket.send("seven b");
        CompletionStage<Void> second = script.socket.send(content);
        content.put(0, (byte) 9);
        assertEquals(10, script.socket.bufferedAmount());
        assertTrue(failure(script.socket.send("x")) instanceof WebSocketException, "the queue is full");
        script.advance(LONG);
        assertFalse(first.toCompletableFuture().isDone());
        script.succeed();
        assertEquals("text \"seven b\"\nbinary 010203\ntext \"from open\"", script.sent());
        assertTrue(first.toCompletableFuture().isDone()
                && second.toCompletableFuture().isDone());
        assertEquals(0, script.socket.bufferedAmount());
    }

    @Test
    void fayeQueues() {
        WebSocketClientOptions options =
                WebSocketClientOptions.builder(Profile.FAYE).outboundLimit(4).build();
        ScriptedAttempts script = new ScriptedAttempts(options, Reconnect.DEFAULTS, socket -> {});
        var unused = script.socket.send("four");
        assertTrue(failure(script.socket.send("5")) instanceof WebSocketException);
        script.succeed();
        assertEquals("text \"four\"", script.sent());
    }

    @Test
    void whatWaitsFailsAtTheEnd() {
        ScriptedAttempts script = ScriptedAttempts.begin(reconnect -> reconnect.queueLimit(10));
        CompletionStage<Void> waiting = script.socket.send("a");
        script.socket.close();
        assertTrue(failure(waiting) instanceof ClosedChannelException);
        assertEquals(0, script.socket.bufferedAmount());
        assertEnded(script);
    }

    @Test
    void pingNeedsAConnection() {
        ScriptedAttempts script = begin();
        assertFalse(script.socket.ping().queued());
        script.succeed();
        assertTrue(script.socket.ping().queued());
        script.lose(0);
        assertFalse(script.socket.ping().queued());
    }

    @Test
    void openedIsTheFirstOpen() {
        ScriptedAttempts script = begin();
        CompletableFuture<ReconnectingWebSocket> opened = script.socket.opened().toCompletableFuture();
        script.fail("refused").advance(LONG);
        assertFalse(opened.isDone(), "a failed attempt is not the end");
        script.succeed();
        assertEquals(script.socket, opened.join());
    }

    @Test
    void listenersThatThrowChangeNothing() {
        ScriptedAttempts script = begin();
        script.socket.onReconnecting((socket, event) -> {
            if (event.attempt() == 1) {
                throw new IllegalStateException("thrown by a test");
            }
            throw new AssertionError("thrown by a test");
        });
        script.fail("refused").advance(LONG);
        assertEquals(2, script.attempts);
        script.fail("refused").advance(LONG);
        assertEquals(3, script.attempts);
    }

    @Test
    void listenersHaveTheCallersClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader mine = new ClassLoader(before) {};
        thread.setContextClassLoader(mine);
        ScriptedAttempts script = begin().succeed();
        thread.setContextClassLoader(before);
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        script.socket.onReconnecting((socket, event) -> seen.set(thread.getContextClassLoader()));
        script.lose(0);
        assertEquals(mine, seen.get());
        assertEquals(before, thread.getContextClassLoader());
    }

    private static Surroundings opening(Runnable attempt, int[] released) {
        return new Surroundings(
                (listeners, opening) -> attempt.run(),
                new FakeTimers(),
                Runnable::run,
                () -> 0,
                Clock.systemUTC(),
                () -> released[0]++);
    }

    @Test
    void aConfigurerThatThrowsLeavesNothing() {
        int[] released = new int[1];
        Surroundings surroundings = opening(
                () -> {
                    throw new AssertionError("no attempt");
                },
                released);
        assertThrows(
                IllegalStateException.class,
                () -> ReconnectingWebSocket.begin(
                        WebSocketClientOptions.DEFAULTS, Reconnect.DEFAULTS, surroundings, socket -> {
                            throw new IllegalStateException("thrown by a test");
                        }));
        assertEquals(1, released[0]);
    }

    @Test
    void aFirstAttemptThatCannotBeMadeLeavesNothing() {
        int[] released = new int[1];
        Surroundings surroundings = opening(
                () -> {
                    throw new IllegalArgumentException("Invalid URL");
                },
                released);
        assertThrows(
                IllegalArgumentException.class,
                () -> ReconnectingWebSocket.begin(
                        WebSocketClientOptions.DEFAULTS, Reconnect.DEFAULTS, surroundings, socket -> {}));
        assertEquals(1, released[0]);
    }
}
