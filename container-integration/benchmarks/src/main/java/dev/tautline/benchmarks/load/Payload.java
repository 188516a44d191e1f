// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/** What the messages of a scenario are made of. */
public enum Payload {
    /** Printable ASCII without a pattern, in text messages. */
    TEXT,
    /** Bytes without a pattern, in binary messages. */
    BINARY,
    /** Chat-like JSON, in text messages: what permessage-deflate meets in practice. */
    JSON;

    static final int OPCODE_TEXT = 0x1;
    static final int OPCODE_BINARY = 0x2;

    /** The opcode of the first frame of such a message (RFC 6455 §5.2). */
    int opcode() {
        return this == BINARY ? OPCODE_BINARY : OPCODE_TEXT;
    }
}
