// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.nio.ByteBuffer;

/** The arithmetic of RFC 6455 §5.2: how long headers and frames are. */
final class FrameLengths {
    private FrameLengths() {}

    /** The bytes that the minimal form of the length needs after the first two. */
    static int lengthBytes(long payloadLength) {
        return payloadLength < FrameHeader.LENGTH_16_BITS ? 0 : payloadLength <= 0xFFFF ? Short.BYTES : Long.BYTES;
    }

    /** The bytes of the header of a frame with its length in minimal form. */
    static int headerLength(long payloadLength, boolean masked) {
        return 2 + lengthBytes(payloadLength) + (masked ? Integer.BYTES : 0);
    }

    /** The bytes of the frame that begins at the position of a heap buffer; {@code Long.MAX_VALUE} where that can't be told. */
    static long frameLength(ByteBuffer buffer) {
        if (buffer.remaining() < 2) {
            return Long.MAX_VALUE;
        }
        byte[] bytes = buffer.array();
        int at = buffer.arrayOffset() + buffer.position();
        int maskBytes = (bytes[at + 1] & FrameHeader.B1_MASKED) == 0 ? 0 : Integer.BYTES;
        int shortLength = bytes[at + 1] & FrameHeader.B1_LENGTH;
        if (shortLength < FrameHeader.LENGTH_16_BITS) {
            return 2L + maskBytes + shortLength;
        }
        int lengthBytes = shortLength == FrameHeader.LENGTH_16_BITS ? Short.BYTES : Long.BYTES;
        if (buffer.remaining() < 2 + lengthBytes) {
            return Long.MAX_VALUE;
        }
        long length = bigEndian(bytes, at + 2, lengthBytes);
        // No buffer holds so much, and the sum would overflow.
        return length < 0 || length > Integer.MAX_VALUE ? Long.MAX_VALUE : 2 + lengthBytes + maskBytes + length;
    }

    static long bigEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return value;
    }
}
