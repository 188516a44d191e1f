// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.nio.charset.StandardCharsets;

/**
 * A frame as it came.
 *
 * @param first FIN, RSV and opcode
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
public record WireFrame(int first, byte[] payload) {
    /** The opcodes of RFC 6455 §5.2. */
    public static final int CONTINUATION = 0;

    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    public int opcode() {
        return first & 0xF;
    }

    public boolean isFinal() {
        return (first & 0x80) != 0;
    }

    /** RSV1: on the first frame of a message, the message is deflated (RFC 7692). */
    public boolean isDeflated() {
        return (first & 0x40) != 0;
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame, 1005 for none. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }

    /** The reason of a close frame. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return opcode() == CLOSE
                ? "close " + closeCode() + " \"" + closeReason() + "\""
                : "frame 0x" + Integer.toHexString(first) + " of " + payload.length + " bytes";
    }
}
