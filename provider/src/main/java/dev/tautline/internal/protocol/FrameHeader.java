// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.extension.PayloadDecoder;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the header of one frame after the other and checks it as soon as the bytes that break a rule are there. Owned by the
 * holder of the read token.
 *
 * <pre>
 *       0               1               2 …
 *      |F|R|R|R| opcode|M| length     | extended length (2 or 8 bytes) | masking key (4 bytes) |
 *      |I|S|S|S|  (4)  |A|  (7)       |                                |                       |
 *      |N|V|V|V|       |S|            |                                |                       |
 *      | |1|2|3|       |K|            |                                |                       |
 * </pre>
 */
final class FrameHeader {
    static final int MAX_BYTES = 14;
    static final int MAX_CONTROL_PAYLOAD = 125;

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    static final int B0_FIN = 0x80;
    static final int B0_RSV = 0x70;
    static final int B0_RSV1 = 0x40;
    static final int B0_RSV2_3 = 0x30;
    static final int B0_OPCODE = 0x0F;
    static final int B1_MASKED = 0x80;
    static final int B1_LENGTH = 0x7F;
    static final int LENGTH_16_BITS = 126;
    static final int LENGTH_64_BITS = 127;

    // The header decoded last.
    int opcode;
    boolean fin;
    /** As {@link PayloadDecoder} has it: 0b100 is RSV1. */
    int rsv;

    long length;
    int maskingKey;

    private final boolean peerMasks;
    private final int allowedRsv;
    private final MessageProgress message;

    /** The beginning of a header whose rest has not arrived. */
    private final byte[] begun = new byte[MAX_BYTES];

    private int begunLength;
    private @Nullable Violation violation;

    /** @param allowedRsv the bits that extensions use, as {@link PayloadDecoder#rsv} has them */
    FrameHeader(Role role, int allowedRsv, MessageProgress message) {
        this.peerMasks = role.peer().masks();
        this.allowedRsv = allowedRsv << 4;
        this.message = message;
    }

    /**
     * Consumes a header, or what there is of it.
     *
     * @return whether it is complete and breaks no rule
     */
    boolean decode(ByteBuffer buffer) {
        int start = buffer.position();
        int available = buffer.remaining();
        if (begunLength == 0) {
            int consumed = parse(buffer.array(), buffer.arrayOffset() + start, available);
            if (consumed > 0) {
                buffer.position(start + consumed);
                return true;
            }
            if (violation == null) {
                buffer.get(begun, 0, available);
                begunLength = available;
            }
            return false;
        }
        int added = Math.min(available, MAX_BYTES - begunLength);
        buffer.get(begun, begunLength, added);
        int consumed = parse(begun, 0, begunLength + added);
        if (consumed == 0) {
            begunLength += added;
            return false;
        }
        buffer.position(start + consumed - begunLength);
        begunLength = 0;
        return true;
    }

    /** Whether some, but not all, of a header has arrived. */
    boolean isBegun() {
        return begunLength > 0;
    }

    /** The rule that the header breaks; nothing more is decoded then. */
    @Nullable Violation violation() {
        return violation;
    }

    /** The bytes of the header at {@code at}; 0 if it is incomplete or breaks a rule. */
    private int parse(byte[] bytes, int at, int available) {
        if (available < 2) {
            return 0;
        }
        int b0 = bytes[at];
        int b1 = bytes[at + 1];
        violation = checkFirstBytes(b0, b1);
        int shortLength = b1 & B1_LENGTH;
        int lengthBytes = shortLength < LENGTH_16_BITS ? 0 : shortLength == LENGTH_16_BITS ? 2 : 8;
        if (violation != null || available < 2 + lengthBytes) {
            return 0;
        }
        length = lengthBytes == 0 ? shortLength : FrameLengths.bigEndian(bytes, at + 2, lengthBytes);
        violation = checkLength(lengthBytes);
        int headerBytes = 2 + lengthBytes + (peerMasks ? Integer.BYTES : 0);
        if (violation != null || available < headerBytes) {
            return 0;
        }
        maskingKey = peerMasks ? (int) FrameLengths.bigEndian(bytes, at + 2 + lengthBytes, Integer.BYTES) : 0;
        return headerBytes;
    }

    private @Nullable Violation checkFirstBytes(int b0, int b1) {
        opcode = b0 & B0_OPCODE;
        fin = (b0 & B0_FIN) != 0;
        rsv = (b0 & B0_RSV) >>> 4;
        // RFC 6455 §5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
        int unexpectedRsv = b0 & B0_RSV & ~allowedRsv;
        if ((unexpectedRsv & B0_RSV2_3) != 0) {
            return Violation.UNEXPECTED_RSV_2_3;
        }
        if (unexpectedRsv != 0) {
            return Violation.UNEXPECTED_RSV_1;
        }
        Violation broken =
                switch (opcode) {
                    case CONTINUATION -> checkContinuation();
                    // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of
                    // another message"
                    case TEXT, BINARY -> message.isOpen() ? Violation.EXPECTED_CONTINUATION : null;
                    case CLOSE, PING, PONG -> checkControl(b1 & B1_LENGTH);
                    // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket
                    // Connection_."
                    default -> Violation.INVALID_OPCODE;
                };
        return broken != null ? broken : checkMask((b1 & B1_MASKED) != 0);
    }

    private @Nullable Violation checkContinuation() {
        // RFC 7692 §6.1: "an endpoint MUST NOT set the 'Per-Message Compressed' bit of … non-first fragments"
        if (rsv != 0) {
            return unexpectedRsv();
        }
        return message.isOpen() ? null : Violation.UNEXPECTED_CONTINUATION;
    }

    private @Nullable Violation checkControl(int shortLength) {
        // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be
        // fragmented."
        if (!fin) {
            return Violation.EXPECTED_FIN;
        }
        if (rsv != 0) {
            return unexpectedRsv();
        }
        if (shortLength > MAX_CONTROL_PAYLOAD) {
            return Violation.INVALID_CONTROL_PAYLOAD_LENGTH;
        }
        // RFC 6455 §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
        return opcode == CLOSE && shortLength == 1 ? Violation.INVALID_CLOSE_PAYLOAD_LENGTH : null;
    }

    private Violation unexpectedRsv() {
        return (rsv << 4 & B0_RSV1) != 0 ? Violation.UNEXPECTED_RSV_1 : Violation.UNEXPECTED_RSV_2_3;
    }

    private @Nullable Violation checkMask(boolean masked) {
        if (masked == peerMasks) {
            return null;
        }
        // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not masked."
        // RFC 6455 §5.1: "A client MUST close a connection if it detects a masked frame."
        return peerMasks ? Violation.EXPECTED_MASK : Violation.UNEXPECTED_MASK;
    }

    private @Nullable Violation checkLength(int lengthBytes) {
        // RFC 6455 §5.2: "the most significant bit MUST be 0"
        if (length < 0) {
            return Violation.NEGATIVE_LENGTH;
        }
        // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"
        if ((lengthBytes == 2 && length < LENGTH_16_BITS) || (lengthBytes == 8 && length <= 0xFFFF)) {
            return Violation.NON_MINIMAL_LENGTH;
        }
        return opcode >= CLOSE ? null : message.check(this);
    }
}
