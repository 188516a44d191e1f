// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.nio.ByteBuffer;

/** Builds unfragmented frames (RFC 6455 §5.2). */
final class Frames {

    static final int B0_FIN = 0x80;
    static final int B0_RSV1 = 0x40;
    static final int B1_MASKED = 0x80;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;
    static final int OPCODE_CONTINUATION = 0x0;
    static final int OPCODE_CLOSE = 0x8;
    static final int OPCODE_PING = 0x9;
    static final int OPCODE_PONG = 0xA;
    static final int MAX_SERVER_HEADER = 10;

    private static final int MAX_LENGTH_7 = 125;
    private static final int MAX_LENGTH_16 = 0xFFFF;
    private static final int MASK_BYTES = 4;
    private static final int CLOSE_NORMAL = 1000;

    private Frames() {}

    static int serverLength(int payload) {
        return (payload <= MAX_LENGTH_7 ? 2 : payload <= MAX_LENGTH_16 ? 4 : MAX_SERVER_HEADER) + payload;
    }

    static int clientLength(int payload) {
        return serverLength(payload) + MASK_BYTES;
    }

    /** Puts a final frame as a server sends it. */
    static void putServerFrame(ByteBuffer out, int opcode, byte[] payload) {
        putHeader(out, B0_FIN | opcode, 0, payload.length);
        out.put(payload);
    }

    /** Puts a final frame as a client sends it, masked with the given key (RFC 6455 §5.3). */
    static void putClientFrame(ByteBuffer out, int b0, byte[] payload, int mask) {
        putHeader(out, B0_FIN | b0, B1_MASKED, payload.length);
        out.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        }
    }

    /** A close frame with code 1000, masked. */
    static ByteBuffer closeFrame(int mask) {
        ByteBuffer out = ByteBuffer.allocate(clientLength(2));
        putClientFrame(out, OPCODE_CLOSE, new byte[] {(byte) (CLOSE_NORMAL >>> 8), (byte) CLOSE_NORMAL}, mask);
        return out.flip();
    }

    /** A ping frame without payload, masked. */
    static ByteBuffer pingFrame(int mask) {
        ByteBuffer out = ByteBuffer.allocate(clientLength(0));
        putClientFrame(out, OPCODE_PING, new byte[0], mask);
        return out.flip();
    }

    private static void putHeader(ByteBuffer out, int b0, int b1, int length) {
        out.put((byte) b0);
        if (length <= MAX_LENGTH_7) {
            out.put((byte) (b1 | length));
        } else if (length <= MAX_LENGTH_16) {
            out.put((byte) (b1 | LENGTH_16)).putShort((short) length);
        } else {
            out.put((byte) (b1 | LENGTH_64)).putLong(length);
        }
    }
}
