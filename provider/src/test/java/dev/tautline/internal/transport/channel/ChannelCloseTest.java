// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelCloseTest {
    private final Loopback loopback = Loopback.oneLoop();
    private final RecordingListener recorder = new RecordingListener();

    @AfterEach
    void close() throws IOException {
        loopback.close();
    }

    private Peer connectRecorder() throws IOException {
        Peer peer = loopback.connect(null, () -> recorder.events.add("container told"));
        peer.transport().start(recorder);
        return peer;
    }

    private static void assertEnded(Peer peer) throws IOException {
        assertEquals(-1, peer.socket().read(ByteBuffer.allocate(1)));
    }

    @Test
    void abortTellsTheContainerAndThenTheListenerOnce() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.transport().abort();
        peer.transport().abort();
        recorder.expect("container told", "closed");
        assertEnded(peer);
        loopback.connectEcho().roundTrips(10);
        recorder.expectNothing();
    }

    @Test
    void abortBeforeAnyDemandCloses() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().abort();
        recorder.expect("container told", "closed");
        assertEnded(peer);
    }

    @Test
    void abortWithAWaitingWriteIsNoFailure() throws IOException {
        Peer peer = connectRecorder();
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.allocate(32 << 20)}, 1));
        peer.transport().abort();
        recorder.expect("container told", "closed");
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 1), "closed");
    }

    /** The bytes are with the peer, which answers with its end, while the thread that has written them is not back yet. */
    @Test
    void anEndThatAnswersAWriteIsNoFailure() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 500; round++) {
                RecordingListener listener = new RecordingListener();
                Peer peer = loopback.connect(transport -> new EndingListener(transport, listener));
                Future<?> written =
                        writer.submit(() -> peer.transport().write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 1));
                peer.receive(1);
                peer.socket().close();
                listener.expect("closed");
                written.get(20, TimeUnit.SECONDS);
            }
        } finally {
            writer.shutdownNow();
        }
    }

    /** Aborts when the peer has ended. */
    private static final class EndingListener extends RecordingListener {
        private final ChannelTransport transport;
        private final RecordingListener recorder;

        EndingListener(ChannelTransport transport, RecordingListener recorder) {
            this.transport = transport;
            this.recorder = recorder;
        }

        @Override
        public void onEof() {
            transport.abort();
        }

        @Override
        public void onFailure(Throwable cause) {
            recorder.onFailure(cause);
        }

        @Override
        public void onClosed() {
            recorder.onClosed();
        }
    }

    @Test
    void abortInsideOnReadEndsWithOnClosedAfterIt() throws IOException {
        RecordingListener listener = new RecordingListener();
        // A lost lease would let the end overtake the return.
        try (Loopback unwatched = Loopback.unwatched()) {
            Peer peer = unwatched.connect(transport -> new RecordingListener() {
                @Override
                public void onRead(ByteBuffer buffer) {
                    transport.demand();
                    transport.abort();
                    listener.events.add("read returns");
                }

                @Override
                public void onClosed() {
                    listener.events.add("closed");
                }
            });
            peer.send("a");
            listener.expect("read returns", "closed");
        }
    }

    @Test
    void containerThatClosesIsNotToldAgain() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        loopback.connectEcho().roundTrips(2);
        peer.taken().close(); // its key is cancelled without a word
        peer.transport().closedByContainer();
        recorder.expect("closed");
        peer.transport().abort();
        loopback.connectEcho().roundTrips(10);
        recorder.expectNothing();
        assertEnded(peer);
    }

    @Test
    void transportClosedBeforeStartTellsItsListenerAtStart() throws IOException {
        Peer peer = loopback.connect();
        peer.transport().abort();
        Loopback.await("the loop to close it", () -> loopback.loops.metrics().connections() == 0);
        peer.transport().start(recorder);
        recorder.expect("closed");
        assertThrows(
                IllegalStateException.class, () -> connectRecorder().transport().start(recorder));
    }

    @Test
    void addressesSurviveTheEnd() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().abort();
        recorder.expect("container told", "closed");
        assertEquals(peer.socket().getRemoteAddress(), peer.transport().localAddress());
        assertEquals("channel", peer.transport().name());
    }

    @Test
    void everyWayToEndRacesToOneEnd() throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                RecordingListener listener = new RecordingListener();
                Peer peer = loopback.connect(transport -> new RecordingListener() {
                    @Override
                    public void onRead(ByteBuffer buffer) {
                        transport.demand();
                    }

                    @Override
                    public void onClosed() {
                        listener.events.add("closed");
                    }
                });
                CountDownLatch go = new CountDownLatch(1);
                List<Future<?>> races = new ArrayList<>();
                races.add(racers.submit(() -> race(go, peer.transport()::abort)));
                races.add(racers.submit(() -> race(go, peer.transport()::closedByContainer)));
                races.add(racers.submit(() ->
                        race(go, () -> peer.transport().write(new ByteBuffer[] {ByteBuffer.allocate(200_000)}, 1))));
                races.add(racers.submit(() -> race(go, peer.transport()::demand)));
                peer.send("x");
                go.countDown();
                if (round % 2 == 0) {
                    peer.reset();
                }
                for (Future<?> race : races) {
                    race.get(20, TimeUnit.SECONDS);
                }
                listener.expect("closed");
                listener.expectNothing();
            }
            Loopback.await(
                    "all connections to be gone", () -> loopback.loops.metrics().connections() == 0);
        } finally {
            racers.shutdownNow();
        }
    }

    private static Void race(CountDownLatch go, Runnable act) throws InterruptedException {
        go.await();
        act.run();
        return null;
    }
}
