// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * The messages a connection sends over and over, as ready-made client frames, and what must come back. Both blocks
 * repeat their first messages at the end, so that any window of messages is one contiguous piece. Immutable after construction:
 * users duplicate the buffers.
 */
final class MessageCycle {

    private static final int MAX_CYCLE = 16;
    private static final int LARGE = 64 << 10;

    private final int length;
    private final int opcode;
    private final List<ByteBuffer> payloads;
    private final ByteBuffer clientFrames;
    private final int[] clientOffsets;
    private final ByteBuffer serverFrames;
    private final int serverFrameLength;

    /**
     * @param connection which connection the messages name
     * @param deflate whether the handshake agreed on permessage-deflate
     */
    MessageCycle(Scenario scenario, int connection, boolean deflate) {
        length = cycleLength(scenario.size(), scenario.window());
        opcode = scenario.payload().opcode();
        int copies = length - 1 + scenario.window();
        payloads = new ArrayList<>(length);
        List<byte[]> wire = new ArrayList<>(length);
        List<byte[]> plain = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            byte[] payload = Payloads.build(scenario.payload(), scenario.size(), connection, i);
            plain.add(payload);
            payloads.add(direct(payload));
            wire.add(deflate ? deflated(payload) : payload);
        }
        SplittableRandom masks = new SplittableRandom(connection);
        clientOffsets = new int[copies + 1];
        for (int i = 0; i < copies; i++) {
            clientOffsets[i + 1] = clientOffsets[i] + Frames.clientLength(wire.get(i % length).length);
        }
        clientFrames = ByteBuffer.allocateDirect(clientOffsets[copies]);
        serverFrameLength = Frames.serverLength(scenario.size());
        serverFrames = ByteBuffer.allocateDirect(deflate ? 0 : Math.multiplyExact(copies, serverFrameLength));
        for (int i = 0; i < copies; i++) {
            byte[] body = wire.get(i % length);
            Frames.putClientFrame(clientFrames, opcode | (deflate ? Frames.B0_RSV1 : 0), body, masks.nextInt());
            if (!deflate) {
                Frames.putServerFrame(serverFrames, opcode, plain.get(i % length));
            }
        }
        clientFrames.flip();
        serverFrames.flip();
    }

    /** How many different messages there are; a divisor of the window where the window is large. */
    static int cycleLength(int size, int window) {
        if (size >= LARGE) {
            return 1;
        }
        if (window == 1) {
            return 4;
        }
        int cycle = Math.min(window, MAX_CYCLE);
        while (window % cycle != 0) {
            cycle--;
        }
        return cycle;
    }

    int length() {
        return length;
    }

    int opcode() {
        return opcode;
    }

    /** The payload of a message, for comparison; its own position and limit belong to the caller. */
    ByteBuffer payload(int index) {
        return payloads.get(index);
    }

    ByteBuffer clientFrames() {
        return clientFrames.duplicate();
    }

    /** Where the frame of a message begins in {@link #clientFrames()}; the message after the last gives the end. */
    int clientOffset(int index) {
        return clientOffsets[index];
    }

    /** What a server sends that answers each message with one frame; empty under permessage-deflate. */
    ByteBuffer serverFrames() {
        return serverFrames.duplicate();
    }

    int serverFrameLength() {
        return serverFrameLength;
    }

    // RFC 7692 §7.2.1: an empty DEFLATE block ends the data, and its last four octets are removed.
    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(payload);
            ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length);
            byte[] chunk = new byte[8192];
            int count;
            do {
                count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
                out.write(chunk, 0, count);
            } while (count == chunk.length);
            return java.util.Arrays.copyOf(out.toByteArray(), out.size() - 4);
        } finally {
            deflater.end();
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
