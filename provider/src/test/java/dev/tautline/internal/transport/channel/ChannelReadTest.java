// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelReadTest {
    /** Round trips of another connection on the same loop that prove the loop has been round. */
    private static final int ROUNDS = 50;

    private final Loopback loopback = Loopback.unwatched();
    private final RecordingListener recorder = new RecordingListener();

    @AfterEach
    void close() throws IOException {
        loopback.close();
    }

    private Peer connectRecorder() throws IOException {
        Peer peer = loopback.connect();
        peer.transport().start(recorder);
        return peer;
    }

    /** The loop turns once per message of another connection, so nothing else keeps it busy. */
    private void assertLoopIsIdle() throws IOException {
        Peer other = loopback.connectEcho();
        other.roundTrips(1);
        long before = loopback.loops.metrics().iterations();
        other.roundTrips(ROUNDS);
        long turns = loopback.loops.metrics().iterations() - before;
        assertTrue(turns <= ROUNDS + 1, () -> turns + " rounds for " + ROUNDS + " messages");
    }

    @Test
    void closedLoopEchoChangesNoInterestAndSelectsOncePerMessage() throws IOException {
        Peer peer = loopback.connectEcho();
        peer.roundTrips(1);
        LoopMetrics before = loopback.loops.metrics();
        peer.roundTrips(1000);
        LoopMetrics after = loopback.loops.metrics();
        assertEquals(before.interestChanges(), after.interestChanges());
        long turns = after.iterations() - before.iterations();
        assertTrue(turns <= 1001, () -> turns + " selects");
    }

    @Test
    void demandFromAnotherThreadChangesNoInterestWhenItComesBeforeTheBytes() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.send("a");
        recorder.expect("read a");
        assertLoopIsIdle();
        long before = loopback.loops.metrics().interestChanges();
        peer.transport().demand();
        peer.send("b");
        recorder.expect("read b");
        assertEquals(before, loopback.loops.metrics().interestChanges());
    }

    @Test
    void echoesMuchMoreThanOneTurn() throws Exception {
        Peer peer = loopback.connectEcho();
        byte[] sent = new byte[5_000_000];
        new Random(1).nextBytes(sent);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                peer.send(sent);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertArrayEquals(sent, peer.receive(sent.length));
        sending.get(20, TimeUnit.SECONDS);
    }

    @Test
    void readsNothingBeforeDemand() throws IOException {
        Peer peer = connectRecorder();
        peer.send("early");
        assertLoopIsIdle();
        recorder.expectNothing();
        peer.transport().demand();
        recorder.expect("read early");
    }

    @Test
    void eachDemandIsMetOnce() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.transport().demand();
        peer.send("a");
        recorder.expect("read a");
        peer.send("b");
        assertLoopIsIdle();
        recorder.expectNothing();
        peer.transport().demand();
        recorder.expect("read b");
        peer.send("c");
        peer.transport().demand();
        recorder.expect("read c");
    }

    @Test
    void waitingBytesWithoutDemandDoNotSpin() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.send("a");
        recorder.expect("read a");
        peer.send("b");
        assertLoopIsIdle();
    }

    @Test
    void earlyBytesComeFirstAndOnlyOnDemand() throws IOException {
        ByteBuffer early = ByteBuffer.wrap("EARLY".getBytes(StandardCharsets.US_ASCII));
        Peer peer = loopback.connect(early, () -> {});
        early.put(0, (byte) 'X');
        peer.transport().start(recorder);
        peer.send("late");
        assertLoopIsIdle();
        recorder.expectNothing();
        peer.transport().demand();
        recorder.expect("read EARLY");
        assertLoopIsIdle();
        recorder.expectNothing();
        peer.transport().demand();
        recorder.expect("read late");
    }

    @Test
    void readBufferIsHeapWithTheBytesOnly() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Peer peer = loopback.connect(transport -> new EchoListener(transport) {
            @Override
            public void onRead(ByteBuffer buffer) {
                seen.complete(buffer.hasArray() + " " + buffer.isReadOnly() + " " + buffer.remaining());
                echo(buffer);
            }
        });
        peer.send("12345");
        assertEquals("true false 5", seen.get(20, TimeUnit.SECONDS));
    }

    @Test
    void finIsSeenOnceAfterTheBytesAndDoesNotSpin() throws IOException {
        Peer peer = connectRecorder();
        peer.send("last");
        peer.socket().shutdownOutput();
        peer.transport().demand();
        recorder.expect("read last");
        peer.transport().demand();
        recorder.expect("eof");
        peer.transport().demand();
        assertLoopIsIdle();
        recorder.expectNothing();
        ByteBuffer[] answer = {ByteBuffer.wrap("still".getBytes(StandardCharsets.US_ASCII))};
        assertTrue(peer.transport().write(answer, 1));
        assertEquals("still", peer.receiveText(5));
    }

    @Test
    void resetMidStreamFailsAndLeavesTheLoopIdle() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.send("half a fra");
        recorder.expect("read half a fra");
        peer.transport().demand();
        peer.reset();
        recorder.expect("failure", "closed");
        assertLoopIsIdle();
        recorder.expectNothing();
    }

    @Test
    void resetWithoutDemandDoesNotSpinAndShowsOnDemand() throws IOException {
        Peer peer = connectRecorder();
        peer.transport().demand();
        peer.send("a");
        recorder.expect("read a");
        peer.reset();
        assertLoopIsIdle();
        peer.transport().demand();
        recorder.expect("failure", "closed");
    }

    @Test
    void oneBusyConnectionDoesNotKeepAnotherWaiting() throws Exception {
        ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> othersEcho = new CompletableFuture<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Peer busy = loopback.connect();
        busy.transport().start(new RecordingListener() {
            @Override
            public void onRead(ByteBuffer buffer) {
                sizes.add(buffer.remaining());
                all.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
                busy.transport().demand();
            }
        });
        byte[] flood = new byte[ChannelLoop.READ_BYTES];
        CompletableFuture<Void> flooding = CompletableFuture.runAsync(() -> {
            try {
                while (!othersEcho.isDone()) {
                    busy.send(flood);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        busy.transport().demand();
        loopback.connectEcho().roundTrips(100);
        othersEcho.complete(null);
        flooding.get(20, TimeUnit.SECONDS);
        assertTrue(sizes.stream().allMatch(size -> size > 0 && size <= ChannelLoop.READ_BYTES));
    }

    @Test
    void interruptFlagLeftByACallbackDoesNotSpin() throws Exception {
        Peer peer = loopback.connect(transport -> new EchoListener(transport) {
            @Override
            public void onRead(ByteBuffer buffer) {
                echo(buffer);
                Thread.currentThread().interrupt();
            }
        });
        peer.roundTrips(3);
        assertLoopIsIdle();
    }

    @Test
    void throwingListenerLosesItsConnectionOnly() throws IOException {
        RecordingListener throwing = new RecordingListener() {
            @Override
            public void onRead(ByteBuffer buffer) {
                throw new AssertionError("by the test");
            }
        };
        Peer peer = loopback.connect(transport -> throwing);
        peer.send("a");
        throwing.expect("failure", "closed");
        assertEquals(-1, peer.socket().read(ByteBuffer.allocate(1)));
        assertLoopIsIdle();
    }
}
