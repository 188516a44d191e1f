// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelWriteTest {
    /** More than the socket buffers of both ends ever take. */
    private static final int LARGE = 32 * 1024 * 1024;

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

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** The loop turns once per message of another connection, so nothing else keeps it busy. */
    private void assertLoopIsIdle() throws IOException {
        Peer other = loopback.connectEcho();
        other.roundTrips(1);
        long before = loopback.loops.metrics().iterations();
        other.roundTrips(50);
        long turns = loopback.loops.metrics().iterations() - before;
        assertTrue(turns <= 60, () -> turns + " rounds for 50 messages");
    }

    @Test
    void smallWriteCompletesAtOnce() throws IOException {
        Peer peer = connectRecorder();
        ByteBuffer[] buffers = {ByteBuffer.wrap(random(2)), ByteBuffer.wrap(random(30)), ByteBuffer.wrap(random(7))};
        assertTrue(peer.transport().write(buffers, 2));
        assertFalse(buffers[1].hasRemaining());
        assertEquals(7, buffers[2].remaining(), "only the first two were to be written");
        peer.receive(32);
        recorder.expectNothing();
    }

    @Test
    void largeWriteWaitsForASlowReaderAndKeepsEveryByte() throws IOException {
        Peer peer = connectRecorder();
        byte[] bytes = random(LARGE);
        ByteBuffer[] buffers = {ByteBuffer.wrap(new byte[0]), ByteBuffer.wrap(bytes)};
        assertFalse(peer.transport().write(buffers, 2));
        buffers[1] = ByteBuffer.allocate(0); // the array is ours again
        recorder.expectNothing();
        assertArrayEquals(bytes, peer.receive(LARGE));
        recorder.expect("written");
        assertLoopIsIdle();
        assertTrue(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(5))}, 1));
        assertArrayEquals(random(5), peer.receive(5));
        recorder.expectNothing();
    }

    @Test
    void buffersOfEveryKindKeepTheirOrder() throws IOException {
        Peer peer = connectRecorder();
        int[] sizes = {0, 10, SliceWriter.SLICE_BYTES, 3, 300_000, 1, 0, SliceWriter.SLICE_BYTES - 1, 4_000_000, 2};
        List<ByteBuffer> buffers = new ArrayList<>();
        ByteBuffer expected = ByteBuffer.allocate(16_000_000);
        for (int round = 0; round < 3; round++) {
            for (int size : sizes) {
                byte[] bytes = random(size + round);
                expected.put(bytes);
                buffers.add(
                        switch (round) {
                            case 0 -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
                            case 1 ->
                                ByteBuffer.allocateDirect(size + round)
                                        .put(bytes)
                                        .flip();
                            default -> ByteBuffer.wrap(bytes);
                        });
            }
        }
        expected.flip();
        byte[] all = new byte[expected.remaining()];
        expected.get(all);
        boolean done = peer.transport().write(buffers.toArray(new ByteBuffer[0]), buffers.size());
        assertArrayEquals(all, peer.receive(all.length));
        if (!done) {
            recorder.expect("written");
        }
        assertTrue(buffers.stream().noneMatch(ByteBuffer::hasRemaining));
    }

    @Test
    void waitingWriteDoesNotSpin() throws IOException {
        Peer peer = connectRecorder();
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(LARGE))}, 1));
        assertLoopIsIdle();
    }

    @Test
    void finComesAfterTheWaitingWrite() throws IOException {
        Peer peer = connectRecorder();
        byte[] bytes = random(LARGE);
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(bytes)}, 1));
        peer.transport().shutdownOutput();
        peer.transport().shutdownOutput();
        assertArrayEquals(bytes, peer.receive(LARGE));
        assertEquals(-1, peer.socket().read(ByteBuffer.allocate(1)));
        recorder.expect("written");
        peer.transport().demand();
        peer.send("still heard");
        recorder.expect("read still heard");
    }

    @Test
    void secondWriteWhileOneWaitsIsRefused() throws IOException {
        Peer peer = connectRecorder();
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(LARGE))}, 1));
        assertThrows(IllegalStateException.class, () -> peer.transport()
                .write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 1));
    }

    @Test
    void resetFailsAWaitingWrite() throws IOException {
        Peer peer = connectRecorder();
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(LARGE))}, 1));
        peer.reset();
        recorder.expect("failure", "closed");
    }

    @Test
    void writeToAResetConnectionFailsOnTheLoop() throws IOException {
        Peer peer = connectRecorder();
        peer.reset();
        Loopback.await(
                "the write to fail", () -> !peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(100))}, 1));
        recorder.expect("failure", "closed");
    }

    @Test
    void largeHeapWriteCachesNoLargeDirectBuffer() throws IOException {
        Peer peer = connectRecorder();
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(10))}, 1);
        peer.receive(10);
        long before = direct.getMemoryUsed();
        assertFalse(peer.transport().write(new ByteBuffer[] {ByteBuffer.wrap(random(LARGE))}, 1));
        long grown = direct.getMemoryUsed() - before;
        assertTrue(grown <= 2 * SliceWriter.SLICE_BYTES, () -> grown + " bytes of direct memory");
    }
}
