// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import org.jspecify.annotations.Nullable;

/** The opcodes of RFC 6455 §5.2. */
public enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The four bits on the wire. */
    public int code() {
        return code;
    }

    /** Whether frames of this opcode are control frames (RFC 6455 §5.5: the most significant bit is 1). */
    public boolean isControl() {
        return code >= 0x8;
    }

    /**
     * The opcode of four bits, or {@code null} where RFC 6455 reserves the value.
     *
     * @param code 0 to 15
     */
    public static @Nullable Opcode of(int code) {
        return BY_CODE[code];
    }
}
