// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How much of the current frame's payload is still to come, and how it is masked. Owned by the holder of the read token. */
final class FramePayload {
    private long remaining;
    private int key;

    /** Bytes at the buffer's position that are unmasked already, because nobody has taken them yet. */
    private int unmasked;

    /** The payload of a control frame of which only a part has arrived. */
    private byte @Nullable [] begunControl;

    void begin(FrameHeader header) {
        remaining = header.length;
        key = header.maskingKey;
    }

    /** Bytes that have not been taken. */
    long remaining() {
        return remaining;
    }

    /** Unmasks what the buffer holds of the payload, in place, and says how much that is. */
    int unmask(ByteBuffer buffer) {
        int n = (int) Math.min(remaining, buffer.remaining());
        if (key != 0) {
            int at = buffer.arrayOffset() + buffer.position() + unmasked;
            key = Masker.mask(buffer.array(), at, n - unmasked, key);
        }
        unmasked = n;
        return n;
    }

    /** The first {@code n} of the unmasked bytes have been taken. */
    void take(int n) {
        remaining -= n;
        unmasked -= n;
    }

    /**
     * Takes the payload of a control frame.
     *
     * @return the whole of it, or {@code null} if bytes are lacking still
     */
    @Nullable ByteBuffer takeControl(ByteBuffer buffer, int length) {
        int start = buffer.position();
        int n = unmask(buffer);
        int collected = length - (int) remaining;
        take(n);
        if (n == length) {
            buffer.position(start + n);
            return buffer.slice(start, n);
        }
        // Of a fixed size: what a header declares never decides what is allocated.
        byte[] control = begunControl == null ? new byte[FrameHeader.MAX_CONTROL_PAYLOAD] : begunControl;
        buffer.get(control, collected, n);
        begunControl = remaining == 0 ? null : control;
        return remaining == 0 ? ByteBuffer.wrap(control, 0, length) : null;
    }
}
