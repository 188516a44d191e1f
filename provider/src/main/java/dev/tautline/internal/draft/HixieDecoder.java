// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import java.nio.ByteBuffer;

/**
 * Frames of hixie in, frames of RFC 6455 out as a client sends them, masked with zeroes. A text becomes a message whose frames are what came together; a frame with a
 * length is skipped; what breaks a limit becomes a header that the connection refuses. Keeps nothing but numbers. Owned by whoever reads.
 */
final class HixieDecoder {
    /** More would not fit into 63 bits. */
    private static final int MAX_LENGTH_BYTES = 9;

    private static final int TEXT = 0x01;
    private static final int BINARY = 0x02;
    private static final int CLOSE = 0x08;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final byte END_OF_TEXT = (byte) 0xFF;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_HEADER = 14;

    private enum State {
        FRAME_TYPE,
        TEXT,
        LENGTH,
        SKIPPED,
        /** Nothing counts any more. */
        ENDED
    }

    private final Hixie version;
    private final long maxLength;
    private State state = State.FRAME_TYPE;
    /** The message has had a frame. */
    private boolean continued;
    /** The frame type was that of a close frame. */
    private boolean closing;

    private long length;
    private int lengthBytes;

    /** @param maxLength of a frame that is skipped, and of a message where the connection counts */
    HixieDecoder(Hixie version, long maxLength) {
        this.version = version;
        this.maxLength = maxLength;
    }

    /** Consumes everything; the result may be empty. */
    ByteBuffer decode(ByteBuffer in) {
        // The worst is an empty text: two bytes that become six. One frame may have begun in an earlier buffer.
        ByteBuffer out = ByteBuffer.allocate(3 * in.remaining() + LONGEST_HEADER);
        while (in.hasRemaining()) {
            switch (state) {
                case FRAME_TYPE -> onFrameType(in.get());
                case TEXT -> onText(in, out);
                case LENGTH -> onLength(in.get(), out);
                case SKIPPED -> skip(in);
                case ENDED -> in.position(in.limit());
            }
        }
        return out.flip();
    }

    /** A close frame without a code. */
    static ByteBuffer closeFrame() {
        ByteBuffer out = ByteBuffer.allocate(LONGEST_HEADER);
        header(out, FIN | CLOSE, 0);
        return out.flip();
    }

    private void onFrameType(byte type) {
        if (type >= 0) {
            state = State.TEXT;
            continued = false;
        } else {
            state = State.LENGTH;
            closing = version == Hixie.HIXIE_76 && type == END_OF_TEXT;
            length = 0;
            lengthBytes = 0;
        }
    }

    private void onText(ByteBuffer in, ByteBuffer out) {
        int start = in.position();
        int end = start;
        while (end < in.limit() && in.get(end) != END_OF_TEXT) {
            end++;
        }
        boolean last = end < in.limit();
        if (last || end > start) {
            header(out, (last ? FIN : 0) | (continued ? 0 : TEXT), end - start);
            out.put(in.slice(start, end - start));
            continued = true;
        }
        if (last) {
            state = State.FRAME_TYPE;
        }
        in.position(last ? end + 1 : end);
    }

    private void onLength(byte next, ByteBuffer out) {
        length = length << 7 | (next & 0x7F);
        lengthBytes++;
        if (closing && length == 0) {
            // draft-hixie-thewebsocketprotocol-76 §5.3: "the frame type is 0xFF and the length was 0"
            header(out, FIN | CLOSE, 0);
            state = State.ENDED;
        } else if (length > maxLength) {
            header(out, FIN | BINARY, length);
            state = State.ENDED;
        } else if (next >= 0) {
            state = length == 0 ? State.FRAME_TYPE : State.SKIPPED;
        } else if (lengthBytes == MAX_LENGTH_BYTES) {
            // RFC 6455 §5.2 wants "the most significant bit" 0, so this is refused under every limit.
            header(out, FIN | BINARY, Long.MIN_VALUE);
            state = State.ENDED;
        }
    }

    private void skip(ByteBuffer in) {
        int skipped = (int) Math.min(length, in.remaining());
        in.position(in.position() + skipped);
        length -= skipped;
        if (length == 0) {
            state = State.FRAME_TYPE;
        }
    }

    private static void header(ByteBuffer out, int first, long length) {
        out.put((byte) first);
        if (length >= 0 && length < TWO_BYTES) {
            out.put((byte) (MASKED | length));
        } else if (length >= 0 && length <= 0xFFFF) {
            out.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
        } else {
            out.put((byte) (MASKED | EIGHT_BYTES)).putLong(length);
        }
        out.putInt(0);
    }
}
