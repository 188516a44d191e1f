// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Reads one connection's server frames and compares each payload byte with what must come next. Runs of whole unfragmented
 * frames are compared as one block; everything else (fragments, pieces of a frame, compressed messages) frame by frame.
 * Owned by the load thread.
 */
final class EchoReader {

    private static final int B0_OPCODE = 0x0F;
    private static final int B0_RESERVED = 0x30;

    private final MessageCycle cycle;
    private final ByteBuffer block;
    private final InflatingComparison inflating;
    private int next;
    private boolean closed;
    private int pongs;

    // The message that has begun.
    private boolean inMessage;
    private boolean compressed;
    private int compared;

    // The frame that has begun: header bytes so far, then payload bytes still to come.
    private final byte[] header = new byte[Frames.MAX_SERVER_HEADER];
    private int headerCount;
    private boolean inPayload;
    private boolean fin;
    private boolean control;
    private long remaining;

    /** @param inflating how compressed messages are compared */
    EchoReader(MessageCycle cycle, InflatingComparison inflating) {
        this.cycle = cycle;
        this.block = cycle.serverFrames();
        this.inflating = inflating;
    }

    /** Whether the server's close frame has come. */
    boolean closed() {
        return closed;
    }

    /** How many pongs have come. */
    int pongs() {
        return pongs;
    }

    /**
     * Consumes all of {@code in} and returns how many messages were completed.
     *
     * @throws LoadException at the first byte that is not as it must be
     */
    int read(ByteBuffer in) {
        int messages = 0;
        while (in.hasRemaining()) {
            if (!inMessage && !inPayload && headerCount == 0 && block.capacity() != 0) {
                messages += readBlock(in);
                if (!in.hasRemaining()) {
                    break;
                }
            }
            if (!inPayload && !readHeader(in)) {
                break;
            }
            readPayload(in);
            if (remaining == 0) {
                messages += endFrame();
            }
        }
        return messages;
    }

    private int readBlock(ByteBuffer in) {
        int frameLength = cycle.serverFrameLength();
        int begin = next * frameLength;
        int limit = in.limit();
        block.limit(Math.min(block.capacity(), begin + in.remaining())).position(begin);
        in.limit(in.position() + block.remaining());
        int same = in.mismatch(block);
        int frames = (same < 0 ? block.remaining() : same) / frameLength;
        in.limit(limit).position(in.position() + frames * frameLength);
        next = (next + frames) % cycle.length();
        return frames;
    }

    private boolean readHeader(ByteBuffer in) {
        while (in.hasRemaining()) {
            header[headerCount++] = in.get();
            if (headerCount >= 2 && headerCount == headerLength()) {
                headerCount = 0;
                beginFrame();
                return true;
            }
        }
        return false;
    }

    private int headerLength() {
        int length = header[1] & 0xFF;
        return length == Frames.LENGTH_16 ? 4 : length == Frames.LENGTH_64 ? Frames.MAX_SERVER_HEADER : 2;
    }

    private void beginFrame() {
        int b0 = header[0] & 0xFF;
        int opcode = b0 & B0_OPCODE;
        remaining = payloadLength();
        fin = (b0 & Frames.B0_FIN) != 0;
        control = opcode >= Frames.OPCODE_CLOSE;
        boolean rsv1 = (b0 & Frames.B0_RSV1) != 0;
        boolean legal = (b0 & B0_RESERVED) == 0 && (!rsv1 || (inflating.negotiated() && !control && !inMessage));
        if (control) {
            closed |= opcode == Frames.OPCODE_CLOSE;
            pongs += opcode == Frames.OPCODE_PONG ? 1 : 0;
            legal &= opcode == Frames.OPCODE_CLOSE || opcode == Frames.OPCODE_PONG;
        } else {
            legal &= opcode == (inMessage ? Frames.OPCODE_CONTINUATION : cycle.opcode());
            if (!inMessage) {
                inMessage = true;
                compressed = rsv1;
                compared = 0;
            }
        }
        if (!legal) {
            throw new LoadException("Unexpected frame: first byte 0x" + Integer.toHexString(b0));
        }
        inPayload = true;
    }

    private long payloadLength() {
        int length = header[1] & 0xFF;
        if (length < Frames.LENGTH_16) {
            return length;
        }
        ByteBuffer extended = ByteBuffer.wrap(header, 2, Frames.MAX_SERVER_HEADER - 2);
        return length == Frames.LENGTH_16 ? extended.getShort() & 0xFFFF : extended.getLong();
    }

    private void readPayload(ByteBuffer in) {
        int count = (int) Math.min(in.remaining(), remaining);
        remaining -= count;
        int limit = in.limit();
        in.limit(in.position() + count);
        if (control) {
            in.position(in.limit());
        } else if (compressed) {
            inflating.collect(in);
        } else {
            compare(in);
        }
        in.limit(limit);
    }

    private void compare(ByteBuffer in) {
        ByteBuffer expected = cycle.payload(next);
        if (in.remaining() > expected.capacity() - compared) {
            throw new LoadException("An echo is longer than the " + expected.capacity() + " bytes sent");
        }
        expected.limit(compared + in.remaining()).position(compared);
        int mismatch = in.mismatch(expected);
        if (mismatch >= 0) {
            throw new LoadException("An echo differs from what was sent at byte " + (compared + mismatch));
        }
        compared = expected.limit();
        in.position(in.limit());
    }

    private int endFrame() {
        inPayload = false;
        if (control || !fin) {
            return 0;
        }
        ByteBuffer expected = cycle.payload(next);
        if (compressed) {
            inflating.compare(expected.clear());
        } else if (compared != expected.capacity()) {
            throw new LoadException("An echo ends after " + compared + " of " + expected.capacity() + " bytes");
        }
        inMessage = false;
        next = (next + 1) % cycle.length();
        return 1;
    }
}
