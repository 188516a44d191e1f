// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The publisher and the subscriber of a stream; § are the rules of Reactive Streams. */
class MessageFlowTest {
    private final MemorySocket peer = MemorySocket.open();
    private final WebSocketStream stream = WebSocketStream.of(peer.socket);
    private final Recorder recorder = new Recorder();

    @Test
    @DisplayName("1.12-01 publisher: text comes as strings, binary as bytes, at most what was requested (§1.1)")
    void publishesWhatIsRequested() {
        stream.publisher().subscribe(recorder);
        peer.receiveText("one");
        peer.receiveBinary("two");
        peer.receiveText("three");
        assertEquals(List.of("subscribed"), recorder.heard);
        recorder.subscription.request(1);
        recorder.subscription.request(1);
        assertEquals(List.of("subscribed", "text one", "binary two"), recorder.heard);
        recorder.subscription.request(5);
        peer.receiveText("four");
        assertEquals(List.of("subscribed", "text one", "binary two", "text three", "text four"), recorder.heard);
    }

    @Test
    @DisplayName("1.12-01 publisher: without requests the peer's sends stall")
    void makesThePeerWait() {
        stream.publisher().subscribe(recorder);
        for (int i = 0; i < 100; i++) {
            peer.receive(Frames.binary(new byte[4096], true));
        }
        assertFalse(peer.transport.isDemanded());
        recorder.subscription.request(100);
        peer.runtime.runAll();
        assertEquals(101, recorder.heard.size());
        assertTrue(peer.transport.isDemanded());
    }

    @Test
    @DisplayName("1.12-01 publisher: completes when the socket has closed, after the messages (§1.5)")
    void completes() {
        stream.publisher().subscribe(recorder);
        peer.receiveText("last");
        peer.receive(Frames.close(true));
        peer.transport.eof();
        peer.runtime.runAll();
        assertEquals(List.of("subscribed"), recorder.heard);
        recorder.subscription.request(1);
        recorder.subscription.request(1);
        assertEquals(List.of("subscribed", "text last", "complete"), recorder.heard);
    }

    @Test
    @DisplayName("1.12-01 publisher: completes without a request if nothing is left (§1.5)")
    void completesWithoutDemand() {
        peer.socket.terminate();
        peer.runtime.runAll();
        stream.publisher().subscribe(recorder);
        assertEquals(List.of("subscribed", "complete"), recorder.heard);
    }

    @Test
    @DisplayName("1.12-01 publisher: fails with the socket, once (§1.4, §1.7)")
    void fails() {
        stream.publisher().subscribe(recorder);
        recorder.subscription.request(10);
        peer.receive(Frames.text("not masked", false));
        peer.transport.eof();
        peer.runtime.runAll();
        assertEquals(List.of("subscribed", "error WebSocketException"), recorder.heard);
    }

    @Test
    @DisplayName("1.12-01 publisher: is told of a destroyed stream")
    void isDestroyed() {
        stream.publisher().subscribe(recorder);
        peer.receiveText("unrequested");
        stream.destroy(new IOException("x"));
        peer.runtime.runAll();
        assertEquals(List.of("subscribed", "error IOException"), recorder.heard);
    }

    @Test
    @DisplayName("§1.9 subscribe(null) throws; a second subscriber is told so after onSubscribe")
    void hasOneSubscriber() {
        assertThrows(NullPointerException.class, () -> stream.publisher().subscribe(null));
        stream.publisher().subscribe(recorder);
        Recorder second = new Recorder();
        stream.publisher().subscribe(second);
        assertEquals(List.of("subscribed", "error IllegalStateException"), second.heard);
        second.subscription.request(1);
        second.subscription.cancel();
        recorder.subscription.request(1);
        peer.receiveText("still");
        assertEquals(List.of("subscribed", "text still"), recorder.heard);
    }

    @Test
    @DisplayName("§3.3 request inside onNext does not recurse; §1.3 signals come one at a time")
    void doesNotRecurse() {
        recorder.requestsInside = true;
        stream.publisher().subscribe(recorder);
        peer.receive(Frames.repeat(Frames.text("x", true), 10_000));
        recorder.subscription.request(1);
        peer.runtime.runAll();
        assertEquals(10_001, recorder.heard.size());
        assertEquals(1, recorder.deepest);
    }

    @Test
    @DisplayName("§3.9 request(0) and request(-1) fail the subscription with IllegalArgumentException")
    void refusesBadRequests() {
        stream.publisher().subscribe(recorder);
        recorder.subscription.request(0);
        recorder.subscription.request(-1);
        recorder.subscription.request(1);
        peer.receiveText("not heard");
        assertEquals(List.of("subscribed", "error IllegalArgumentException"), recorder.heard);
    }

    @Test
    @DisplayName("§3.17 a demand beyond Long.MAX_VALUE is no limit")
    void demandIsUnbounded() {
        stream.publisher().subscribe(recorder);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(Long.MAX_VALUE);
        peer.receiveText("a");
        peer.receiveText("b");
        assertEquals(List.of("subscribed", "text a", "text b"), recorder.heard);
    }

    @Test
    @DisplayName("§3.5 to §3.7 after cancel nothing is signalled, and the socket stays open")
    void cancels() {
        stream.publisher().subscribe(recorder);
        peer.receiveText("waiting");
        recorder.subscription.cancel();
        recorder.subscription.cancel();
        recorder.subscription.request(1);
        for (int i = 0; i < 64; i++) {
            peer.receive(Frames.binary(new byte[4096], true));
        }
        assertTrue(peer.transport.isDemanded());
        assertTrue(peer.socket.isOpen());
        peer.socket.terminate();
        peer.runtime.runAll();
        assertEquals(List.of("subscribed"), recorder.heard);
    }

    @Test
    @DisplayName("§2.13 a subscriber that throws is signalled no more")
    void survivesABrokenSubscriber() {
        recorder.throwsOnNext = true;
        stream.publisher().subscribe(recorder);
        peer.receiveText("x");
        assertThrows(ArithmeticException.class, () -> recorder.subscription.request(2));
        peer.receiveText("y");
        recorder.subscription.request(1);
        assertEquals(List.of("subscribed", "text x"), recorder.heard);
    }

    @Test
    @DisplayName("1.12-01 subscriber: sends messages as what they are, and closes at the end")
    void sendsWhatIsPublished() {
        Source source = new Source(stream.subscriber());
        assertEquals(1, source.requested);
        source.next(Message.of("text"));
        source.next(Message.of(ByteBuffer.wrap(new byte[] {1})));
        peer.runtime.runAll();
        assertEquals(3, source.requested);
        source.subscriber.onComplete();
        assertEquals("text \"text\"\nbinary 01\nclose", peer.sent());
    }

    @Test
    @DisplayName("1.12-01 subscriber: asks for no more than the peer takes")
    void waitsForRoom() {
        peer.transport.window(0);
        Source source = new Source(stream.subscriber());
        Message chunk = Message.of(ByteBuffer.allocate(20_000));
        int sent = 0;
        while (source.requested > sent) {
            source.next(chunk);
            sent++;
            assertTrue(sent < 10, "asks for more though nothing leaves");
        }
        assertEquals(4, sent);
        peer.transport.openWindow(1_000_000);
        peer.runtime.runAll();
        assertEquals(5, source.requested);
    }

    @Test
    @DisplayName("1.12-01 subscriber: asks once the socket is open")
    void waitsForOpen() {
        MemorySocket later = MemorySocket.connecting();
        Source source = new Source(WebSocketStream.of(later.socket).subscriber());
        assertEquals(0, source.requested);
        later.start();
        assertEquals(1, source.requested);
    }

    @Test
    @DisplayName("1.12-01 subscriber: an error of the publisher terminates the socket")
    void terminates() {
        Source source = new Source(stream.subscriber());
        source.subscriber.onError(new IOException("upstream"));
        peer.runtime.runAll();
        assertTrue(peer.transport.isClosed());
        assertEquals("", peer.sent());
    }

    @Test
    @DisplayName("1.12-01 subscriber: cancels when the socket closes")
    void cancelsWithTheSocket() {
        Source source = new Source(stream.subscriber());
        peer.socket.terminate();
        peer.runtime.runAll();
        assertEquals(1, source.cancelled);
        source.next(Message.of("too late"));
        assertEquals(1, source.cancelled);
        Source tooLate = new Source(stream.subscriber());
        assertEquals(1, tooLate.cancelled);
        assertEquals(0, tooLate.requested);
    }

    @Test
    @DisplayName("§2.5 a second subscription is cancelled, the first goes on; §2.13 null is refused")
    void hasOneSubscription() {
        Source first = new Source(stream.subscriber());
        Source second = new Source(first.subscriber);
        assertEquals(1, second.cancelled);
        assertEquals(0, second.requested);
        assertEquals(0, first.cancelled);
        assertThrows(NullPointerException.class, () -> first.subscriber.onSubscribe(null));
        assertThrows(NullPointerException.class, () -> first.subscriber.onNext(null));
        assertThrows(NullPointerException.class, () -> first.subscriber.onError(null));
    }

    @Test
    @DisplayName("1.12-01 subscriber: works with a publisher of the JDK")
    void takesFromASubmissionPublisher() {
        try (SubmissionPublisher<Message> publisher = new SubmissionPublisher<>(Runnable::run, 8)) {
            publisher.subscribe(stream.subscriber());
            IntStream.range(0, 20).forEach(i -> {
                publisher.submit(Message.of("m" + i));
                peer.runtime.runAll();
            });
        }
        peer.runtime.runAll();
        String sent = peer.sent();
        assertTrue(sent.startsWith("text \"m0\"\n"), sent);
        assertTrue(sent.endsWith("text \"m19\"\nclose"), sent);
    }

    @Test
    @DisplayName("1B.1-14 ws.pipe(ws) echoes what comes as what it is, and closes at the end")
    void echoes() {
        MemorySocket client = MemorySocket.connecting();
        client.start(() -> client.socket.pipe(client.socket));
        client.receiveText("text");
        client.receiveBinary("A");
        assertEquals("text \"text\"\nbinary 41", client.sent());
        client.receive(Frames.close(1000, "", true));
        assertEquals("close 1000 \"\"", client.sent());
        assertThrows(IllegalStateException.class, () -> client.socket.pipe(client.socket));
    }

    @Test
    @DisplayName("1B.1-14 pipe: a slow destination makes the source wait, its end ends with the source")
    void pipesWithBackPressure() {
        MemorySocket source = MemorySocket.open();
        MemorySocket destination = MemorySocket.open();
        destination.transport.window(0);
        source.socket.pipe(destination.socket);
        for (int i = 0; i < 100; i++) {
            source.receive(Frames.binary(new byte[4096], true));
        }
        assertFalse(source.transport.isDemanded());
        assertTrue(destination.socket.bufferedAmount() < 80_000, "waits: " + destination.socket.bufferedAmount());
        destination.transport.openWindow(10_000_000);
        for (int i = 0; i < 10; i++) {
            destination.runtime.runAll();
            source.runtime.runAll();
        }
        assertTrue(source.transport.isDemanded());
        assertEquals(100, destination.sent().split("\n").length);
        source.socket.terminate();
        source.runtime.runAll();
        assertEquals("close", destination.sent());
    }

    /** A publisher by hand. */
    private static final class Source implements Flow.Subscription {
        private final Flow.Subscriber<Message> subscriber;
        private long requested;
        private int cancelled;

        Source(Flow.Subscriber<Message> subscriber) {
            this.subscriber = subscriber;
            subscriber.onSubscribe(this);
        }

        void next(Message message) {
            subscriber.onNext(message);
        }

        @Override
        public void request(long count) {
            requested += count;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    private static final class Recorder implements Flow.Subscriber<Message> {
        private final List<String> heard = new ArrayList<>();
        private Flow.Subscription subscription;
        private boolean requestsInside;
        private boolean throwsOnNext;
        private int depth;
        private int deepest;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            assertNull(subscription);
            subscription = given;
            heard.add("subscribed");
        }

        @Override
        public void onNext(Message message) {
            deepest = Math.max(deepest, ++depth);
            heard.add((message.isBinary() ? "binary " : "text ") + message.text());
            if (throwsOnNext) {
                throw new ArithmeticException();
            }
            if (requestsInside) {
                subscription.request(1);
            }
            depth--;
        }

        @Override
        public void onError(Throwable cause) {
            heard.add("error " + cause.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }
    }
}
