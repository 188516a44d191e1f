// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import java.nio.ByteBuffer;

/**
 * Frames of RFC 6455 in, as a server's connection writes them, frames of hixie out. Texts are texts, a close frame is {@code FF 00} or, under hixie-75, nothing; all
 * else has no form there and is left out. Frames may be cut anywhere. Owned by whoever writes.
 */
final class HixieEncoder {
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int LONGEST_HEADER = 14;
    /** The ends of a text whose header came earlier, and {@code FF 00} behind it. */
    private static final int ADDITIONAL = 4;

    private final Hixie version;
    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);

    // Of the frame whose header is complete.
    private boolean fin;
    private boolean copied;
    private int mask;
    private long remaining;
    private long position;
    private boolean inPayload;

    /** A text has begun and not ended. */
    private boolean inText;

    private boolean closed;

    HixieEncoder(Hixie version) {
        this.version = version;
    }

    /** Whether a close frame was among what was encoded: nothing follows it. */
    boolean isClosed() {
        return closed;
    }

    /** Consumes everything; the result may be empty. */
    ByteBuffer encode(ByteBuffer[] buffers, int count) {
        long total = ADDITIONAL;
        for (int i = 0; i < count; i++) {
            total += buffers[i].remaining();
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(total));
        for (int i = 0; i < count; i++) {
            encode(buffers[i], out);
        }
        return out.flip();
    }

    private void encode(ByteBuffer in, ByteBuffer out) {
        while (in.hasRemaining()) {
            if (closed) {
                in.position(in.limit());
            } else if (inPayload) {
                payload(in, out);
            } else {
                header.put(in.get());
                if (isComplete()) {
                    begin(out);
                }
            }
        }
    }

    private boolean isComplete() {
        if (header.position() < 2) {
            return false;
        }
        int second = header.get(1);
        return header.position() == 2 + lengthBytes(second) + (second < 0 ? Integer.BYTES : 0);
    }

    private static int lengthBytes(int second) {
        return switch (second & 0x7F) {
            case 126 -> Short.BYTES;
            case 127 -> Long.BYTES;
            default -> 0;
        };
    }

    private void begin(ByteBuffer out) {
        header.flip();
        int first = header.get();
        int second = header.get();
        remaining = switch (lengthBytes(second)) {
            case Short.BYTES -> header.getShort() & 0xFFFF;
            case Long.BYTES -> header.getLong();
            default -> second & 0x7F;
        };
        mask = second < 0 ? header.getInt() : 0;
        header.clear();
        position = 0;
        fin = first < 0;
        int opcode = first & 0xF;
        if (opcode == TEXT) {
            out.put((byte) 0);
            inText = true;
        } else if (opcode == BINARY) {
            inText = false;
        } else if (opcode == CLOSE) {
            close(out);
            return;
        }
        copied = inText && (opcode == TEXT || opcode == CONTINUATION);
        inPayload = true;
        endIfRead(out);
    }

    private void close(ByteBuffer out) {
        closed = true;
        if (inText) {
            out.put((byte) 0xFF);
        }
        if (version == Hixie.HIXIE_76) {
            out.put((byte) 0xFF).put((byte) 0);
        }
    }

    private void payload(ByteBuffer in, ByteBuffer out) {
        int count = (int) Math.min(remaining, in.remaining());
        for (int i = 0; i < count; i++) {
            byte next = in.get();
            if (copied) {
                out.put((byte) (next ^ (mask >> (24 - 8 * (int) (position & 3)))));
            }
            position++;
        }
        remaining -= count;
        endIfRead(out);
    }

    private void endIfRead(ByteBuffer out) {
        if (remaining > 0) {
            return;
        }
        inPayload = false;
        if (copied && fin) {
            out.put((byte) 0xFF);
            inText = false;
        }
    }
}
