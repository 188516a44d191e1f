// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.nio.charset.StandardCharsets;

/** A whole message, or a control frame, as it came: the opcode of the first frame and the payload, inflated. */
final class Message {
    private final int opcode;
    private final boolean compressed;
    private final byte[] payload;

    Message(int opcode, boolean compressed, byte[] payload) {
        this.opcode = opcode;
        this.compressed = compressed;
        this.payload = payload;
    }

    int opcode() {
        return opcode;
    }

    boolean compressed() {
        return compressed;
    }

    byte[] payload() {
        return payload;
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
        if (opcode != RawClient.CLOSE || payload.length < 2) {
            throw new AssertionError("No close frame with a code: opcode " + opcode + ", \"" + text() + '"');
        }
        return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }
}
