// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.nio.charset.StandardCharsets;

/**
 * A whole data message, inflated.
 *
 * @param opcode text or binary
 * @param deflated whether it came deflated
 */
@SuppressWarnings("ArrayRecordComponent") // messages are read, never compared
public record WireMessage(int opcode, byte[] payload, boolean deflated) {
    /** The text of a text message. */
    public String text() {
        if (opcode != WireFrame.TEXT) {
            throw new AssertionError("A binary message of " + payload.length + " bytes came where text was expected");
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The bytes of a binary message. */
    public byte[] binary() {
        if (opcode != WireFrame.BINARY) {
            throw new AssertionError("The text \"" + text() + "\" came where a binary message was expected");
        }
        return payload;
    }
}
