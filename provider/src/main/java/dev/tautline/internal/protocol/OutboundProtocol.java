// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Role;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound half of RFC 6455 §5 to §7: frames in their order out, into buffers that the caller provides, heap or direct.
 * Owned by the flush owner; nothing here is safe for other threads.
 *
 * <p>A frame is written at once ({@link #encodeText}, {@link #encodePing}, {@link #encodePong}, {@link #encodeClose}), or as
 * {@link #encodeHeader} followed by as many {@link #encodePayload} as it takes.
 */
public final class OutboundProtocol {
    /** No header is longer. */
    public static final int MAX_HEADER_LENGTH = FrameHeader.MAX_BYTES;
    /** RFC 6455 §5.5: bytes of a control frame's payload at most. */
    public static final int MAX_CONTROL_PAYLOAD = FrameHeader.MAX_CONTROL_PAYLOAD;

    private final boolean roleMasks;
    private final MaskSource maskSource;
    private final ScratchPool pool;

    /** Whether the last data frame was not final. */
    private boolean messageOpen;

    private boolean closed;

    /** Whether the next frame is masked. */
    private boolean masks;

    // The frame that encodePayload goes on with.
    private long remaining;
    private int key;

    /**
     * @param role this end of the connection; only a client masks
     * @param maskSource where masking keys come from; for a server asked only if it is told to mask
     * @param pool lends memory for encoding text
     */
    public OutboundProtocol(Role role, MaskSource maskSource, ScratchPool pool) {
        this.roleMasks = role.masks();
        this.masks = roleMasks;
        this.maskSource = maskSource;
        this.pool = pool;
    }

    /**
     * Says whether the frames from the next one on are masked.
     *
     * @param choice {@code null} for what RFC 6455 §5.1 says of this end
     */
    public void masks(@Nullable Boolean choice) {
        masks = choice == null ? roleMasks : choice;
    }

    /** The bytes of the header of a frame with {@code payloadLength} bytes of payload. */
    public int headerLength(long payloadLength) {
        return FrameLengths.headerLength(payloadLength, masks);
    }

    /**
     * Begins a frame.
     *
     * @param out has {@link #headerLength} bytes free at least
     * @param rsv the RSV bits; 0b100 is RSV1
     * @param payloadLength bytes that {@link #encodePayload} will be given
     * @throws BufferOverflowException if the header does not fit; nothing has been written
     * @throws IllegalArgumentException if a control frame is fragmented or has more than {@value #MAX_CONTROL_PAYLOAD} bytes, or
     *     if {@code rsv} or {@code payloadLength} is out of range
     * @throws IllegalStateException if the payload of the frame before is not complete, if a data frame has the wrong opcode for
     *     its place in a message, or after a close frame
     */
    public void encodeHeader(ByteBuffer out, Opcode opcode, boolean fin, int rsv, long payloadLength) {
        check(opcode, fin, rsv, payloadLength);
        int headerLength = headerLength(payloadLength);
        if (out.remaining() < headerLength) {
            throw new BufferOverflowException();
        }
        int start = out.position();
        key = putHeader(out, start, opcode, fin, rsv, payloadLength);
        out.position(start + headerLength);
        remaining = payloadLength;
        begun(opcode, fin);
    }

    /**
     * Copies payload of the frame that has begun, masked where this role masks, as far as {@code out} takes it.
     *
     * @param in its position advances; otherwise it is left alone, so that it may be read-only and shared
     * @param out its position advances
     * @return whether the frame is complete
     * @throws IllegalArgumentException if {@code in} holds more than the header has announced
     */
    public boolean encodePayload(ByteBuffer in, ByteBuffer out) {
        if (in.remaining() > remaining) {
            throw new IllegalArgumentException(
                    "The header announces " + remaining + " more bytes, not " + in.remaining());
        }
        int before = in.remaining();
        key = Masker.copy(in, out, key);
        remaining -= before - in.remaining();
        return remaining == 0;
    }

    /** Bytes of payload that the frame that has begun still lacks. */
    public long remainingPayload() {
        return remaining;
    }

    /**
     * Encodes a text, or a fragment of one, as one whole frame without RSV bits. An unpaired surrogate becomes {@code ?}.
     *
     * @param opcode {@link Opcode#TEXT} or {@link Opcode#CONTINUATION}
     * @return {@code false} if the frame does not fit; then the position of {@code out} and the state are what they were
     * @throws IllegalStateException as {@link #encodeHeader} has it
     */
    public boolean encodeText(String text, Opcode opcode, boolean fin, ByteBuffer out) {
        check(opcode, fin, 0, text.length());
        int start = out.position();
        int guess = headerLength(text.length()); // right where all chars are ASCII, never too long
        if (text.length() > out.remaining() - guess) {
            return false;
        }
        out.position(start + guess);
        if (!Utf8.encode(text, out, pool)) {
            out.position(start);
            return false;
        }
        int length = out.position() - start - guess;
        int headerLength = headerLength(length);
        if (headerLength != guess) {
            if (length > out.limit() - start - headerLength) {
                out.position(start);
                return false;
            }
            out.put(start + headerLength, out, start + guess, length);
            out.position(start + headerLength + length);
        }
        int textKey = putHeader(out, start, opcode, fin, 0, length);
        Masker.mask(out, start + headerLength, length, textKey);
        begun(opcode, fin);
        return true;
    }

    /**
     * Encodes a ping.
     *
     * @param payload at most {@value #MAX_CONTROL_PAYLOAD} bytes; used up if it fits
     * @return {@code false} if the frame does not fit; then nothing has changed
     * @throws IllegalArgumentException if the payload is too long
     * @throws IllegalStateException as {@link #encodeHeader} has it
     */
    public boolean encodePing(ByteBuffer payload, ByteBuffer out) {
        return encodeControl(Opcode.PING, payload, out);
    }

    /** Encodes a pong; all else as {@link #encodePing}. */
    public boolean encodePong(ByteBuffer payload, ByteBuffer out) {
        return encodeControl(Opcode.PONG, payload, out);
    }

    /**
     * Encodes a close frame, after which nothing may follow (RFC 6455 §5.5.1).
     *
     * @param status {@link CloseStatus#NONE} makes an empty frame
     * @return {@code false} if the frame does not fit; then nothing has changed
     * @throws IllegalArgumentException if the code may not be on the wire
     * @throws IllegalStateException as {@link #encodeHeader} has it
     */
    public boolean encodeClose(CloseStatus status, ByteBuffer out) {
        return encodeControl(Opcode.CLOSE, CloseFrame.encode(status), out);
    }

    private boolean encodeControl(Opcode opcode, ByteBuffer payload, ByteBuffer out) {
        int length = payload.remaining();
        check(opcode, true, 0, length);
        if (out.remaining() < headerLength(length) + length) {
            return false;
        }
        encodeHeader(out, opcode, true, 0, length);
        encodePayload(payload, out);
        return true;
    }

    private void check(Opcode opcode, boolean fin, int rsv, long payloadLength) {
        if (payloadLength < 0 || (rsv & ~0b111) != 0) {
            throw new IllegalArgumentException("Not a frame: length " + payloadLength + ", RSV " + rsv);
        }
        if (remaining > 0) {
            throw new IllegalStateException("The frame before lacks " + remaining + " bytes of its payload");
        }
        // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
        if (closed) {
            throw new IllegalStateException("Nothing may follow a close frame");
        }
        if (opcode.isControl()) {
            // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
            // fragmented."
            if (!fin || payloadLength > MAX_CONTROL_PAYLOAD) {
                throw new IllegalArgumentException("A control frame is whole and has at most " + MAX_CONTROL_PAYLOAD
                        + " bytes, not " + payloadLength);
            }
        } else if (messageOpen != (opcode == Opcode.CONTINUATION)) {
            throw new IllegalStateException(
                    messageOpen ? "The fragmented message is not finished" : "There is no message to continue");
        }
    }

    private void begun(Opcode opcode, boolean fin) {
        if (opcode.isControl()) {
            closed = opcode == Opcode.CLOSE;
        } else {
            messageOpen = !fin;
        }
    }

    /**
     * Writes a header at {@code at} without touching the position.
     *
     * @return the masking key, 0 for none
     */
    private int putHeader(ByteBuffer out, int at, Opcode opcode, boolean fin, int rsv, long payloadLength) {
        int lengthBytes = FrameLengths.lengthBytes(payloadLength);
        int shortLength =
                switch (lengthBytes) {
                    case 0 -> (int) payloadLength;
                    case Short.BYTES -> FrameHeader.LENGTH_16_BITS;
                    default -> FrameHeader.LENGTH_64_BITS;
                };
        out.put(at, (byte) ((fin ? FrameHeader.B0_FIN : 0) | rsv << 4 | opcode.code()));
        out.put(at + 1, (byte) ((masks ? FrameHeader.B1_MASKED : 0) | shortLength));
        putBigEndian(out, at + 2, payloadLength, lengthBytes);
        if (!masks) {
            return 0;
        }
        int frameKey = maskSource.nextKey();
        putBigEndian(out, at + 2 + lengthBytes, frameKey, Integer.BYTES);
        return frameKey;
    }

    private static void putBigEndian(ByteBuffer out, int at, long value, int count) {
        for (int i = 0; i < count; i++) {
            out.put(at + i, (byte) (value >>> (Byte.SIZE * (count - 1 - i))));
        }
    }
}
