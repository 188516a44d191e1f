// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiveTest {
    private final MemorySocket client = MemorySocket.connecting();
    private final WebSocket socket = client.socket;

    /** Open, and {@code receive} has been called. */
    private void openAndReceiving() {
        client.start();
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ZERO));
    }

    @Test
    void givesMessagesInTheirOrderAndThenNull() throws Exception {
        openAndReceiving();
        client.receiveText("one");
        client.receiveBinary("two");
        client.receive(Frames.close(1000, "bye", true));
        client.transport.eof();
        client.runtime.runAll();
        assertEquals("one", text(socket.receive()));
        Message two = socket.receive();
        assertNotNull(two);
        assertTrue(two.isBinary());
        assertEquals("two", two.text());
        assertNull(socket.receive());
        assertNull(socket.receive(Duration.ZERO));
    }

    @Test
    void endsWithTheErrorOfTheSocketAfterWhatCameBefore() throws Exception {
        openAndReceiving();
        client.receiveText("good");
        client.receive(Frames.text("not masked", false));
        assertEquals("good", text(socket.receive()));
        WebSocketException error = assertThrows(WebSocketException.class, socket::receive);
        assertEquals("WS_ERR_EXPECTED_MASK", error.code());
    }

    @Test
    void makesThePeerWaitWhenNobodyReceives() throws Exception {
        openAndReceiving();
        int count = 100;
        String filler = "x".repeat(4096);
        IntStream.range(0, count).forEach(i -> client.receiveText(i + filler));
        assertFalse(client.transport.isDemanded(), "the peer may go on sending");
        assertTrue(socket.isPaused());
        for (int i = 0; i < count; i++) {
            client.runtime.runAll();
            assertEquals(i + filler, text(socket.receive(Duration.ZERO)));
        }
        client.runtime.runAll();
        assertTrue(client.transport.isDemanded());
        assertFalse(socket.isPaused());
    }

    @Test
    void makesThePeerWaitForEmptyMessagesToo() {
        openAndReceiving();
        for (int i = 0; i < 200; i++) {
            client.receive(Frames.repeat(Frames.text("", true), 100));
        }
        assertFalse(client.transport.isDemanded());
    }

    @Test
    void timesOutWithoutLosingAMessage() throws Exception {
        openAndReceiving();
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ofMillis(1)));
        client.receiveText("late");
        assertEquals("late", text(socket.receive(Duration.ofDays(200_000))));
    }

    @Test
    void canBeInterruptedWithoutLosingAMessage() throws Exception {
        openAndReceiving();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread receiver = new Thread(() -> {
            try {
                socket.receive();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        receiver.start();
        receiver.interrupt();
        receiver.join();
        assertInstanceOf(InterruptedException.class, thrown.get());
        client.receiveText("after");
        assertEquals("after", text(socket.receive()));
    }

    @Test
    void wakesWhoWaits() throws Exception {
        openAndReceiving();
        AtomicReference<Object> got = new AtomicReference<>();
        Thread receiver = new Thread(() -> {
            try {
                got.set(text(socket.receive()));
            } catch (Exception e) {
                got.set(e);
            }
        });
        receiver.start();
        while (receiver.getState() != Thread.State.TIMED_WAITING && receiver.isAlive()) {
            Thread.onSpinWait();
        }
        client.receiveText("wake up");
        receiver.join();
        assertEquals("wake up", got.get());
    }

    @Test
    void givesEachMessageToOneOfSeveralThreads() throws Exception {
        openAndReceiving();
        List<String> got = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> receivers = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        for (Message next = socket.receive(); next != null; next = socket.receive()) {
                            got.add(next.text());
                        }
                    } catch (Exception e) {
                        got.add(e.toString());
                    }
                }))
                .toList();
        receivers.forEach(Thread::start);
        List<String> sent =
                IntStream.range(0, 500).mapToObj(i -> String.format("%03d", i)).toList();
        sent.forEach(client::receiveText);
        client.receive(Frames.close(true));
        client.transport.eof();
        for (Thread receiver : receivers) {
            while (receiver.isAlive()) {
                client.runtime.runAll();
                receiver.join(1);
            }
        }
        assertEquals(sent, got.stream().sorted().toList());
    }

    @Test
    void losesNothingThatCameAfterAPauseInTheConnectionEvent() throws Exception {
        client.start(socket::pause);
        client.receiveText("early");
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ZERO));
        client.runtime.runAll();
        assertEquals("early", text(socket.receive(Duration.ZERO)));
    }

    @Test
    void losesNothingThatCameBeforeAnEndAndAfterAPause() throws Exception {
        client.start(socket::pause);
        client.receive(
                Frames.join(Frames.text("early", true), Frames.text("last", true), Frames.close(1000, "", true)));
        client.transport.abort();
        client.runtime.runAll();
        assertTrue(socket.closed().toCompletableFuture().isDone());
        assertEquals("early", text(socket.receive(Duration.ZERO)));
        assertEquals("last", text(socket.receive(Duration.ZERO)));
        assertNull(socket.receive(Duration.ZERO));
    }

    @Test
    void givesNothingThatCameInTheMomentOfAPauseThatIsOver() {
        client.start();
        socket.pause();
        socket.state().messages.unheard(Message.of("nobody wanted it"));
        socket.resume();
        client.runtime.runAll();
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ZERO));
    }

    @Test
    void heedsAPauseOfTheApplication() throws Exception {
        openAndReceiving();
        socket.pause();
        client.receiveText("waits");
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ZERO));
        socket.resume();
        client.runtime.runAll();
        assertEquals("waits", text(socket.receive(Duration.ZERO)));
    }

    @Test
    void isRefusedBesideMessageListeners() {
        client.start();
        MessageListener listener = (from, message) -> {};
        socket.onMessage(listener);
        IllegalStateException slot = assertThrows(IllegalStateException.class, socket::receive);
        assertTrue(slot.getMessage().contains("message listeners"), slot.getMessage());
        socket.onMessage(null).addEventListener(WebSocketEvent.MESSAGE, listener);
        assertThrows(IllegalStateException.class, socket::receive);
        socket.removeEventListener(WebSocketEvent.MESSAGE, listener);
        assertThrows(TimeoutException.class, () -> socket.receive(Duration.ZERO));
    }

    @Test
    void refusesMessageListenersFromThenOn() {
        openAndReceiving();
        MessageListener listener = (from, message) -> {};
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> socket.onMessage(listener));
        assertTrue(refused.getMessage().contains("receive()"), refused.getMessage());
        assertThrows(IllegalStateException.class, () -> socket.addEventListener(WebSocketEvent.MESSAGE, listener));
        socket.onMessage(null);
        socket.addEventListener(WebSocketEvent.CLOSE, (from, event) -> {});
    }

    @Test
    void isRefusedInAListenerOfTheSameSocket() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        client.start(() -> thrown.set(assertThrows(IllegalStateException.class, socket::receive)));
        assertTrue(String.valueOf(thrown.get().getMessage()).contains("another thread"));
    }

    @Test
    void isRefusedBesideAStream() {
        client.start();
        WebSocketStream.of(socket);
        assertThrows(IllegalStateException.class, socket::receive);
    }

    @Test
    void endsAtOnceWhereTheSocketHasClosedBefore() throws Exception {
        client.start();
        socket.terminate();
        client.runtime.runAll();
        assertNull(socket.receive());
    }

    @Test
    void failsWhereTheSocketNeverOpens() {
        socket.state().failed(new WebSocketException("", "refused", null));
        assertEquals(
                "refused",
                assertThrows(WebSocketException.class, socket::receive).getMessage());
    }

    private static String text(Message message) {
        return message == null ? "end" : message.text();
    }
}
