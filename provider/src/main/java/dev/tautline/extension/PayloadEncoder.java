// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;

/** The outbound half of the negotiated extensions. Owned by the flush owner of a connection. */
public interface PayloadEncoder {
    /**
     * A data message begins.
     *
     * @param opcode text or binary
     * @param length bytes of the message, or of its first part where {@code whole} is false
     * @param whole whether {@code length} is the length of the whole message
     * @param compress the sender's choice for this message
     * @return the RSV bits for the message's first frame; 0 means that the payload passes unchanged and {@link #encode} is not
     *     called for this message
     */
    int begin(Opcode opcode, long length, boolean whole, boolean compress);

    /**
     * Encodes bytes of the message. Called again with what remains while it returns {@code false}.
     *
     * @param in next bytes of application data; its position advances
     * @param last whether {@code in} ends the message
     * @param out takes payload; its position advances
     * @return whether {@code in} is used up and everything that must leave for it has been given out
     */
    boolean encode(ByteBuffer in, boolean last, ByteBuffer out);

    /** Gives back or frees native memory; the connection is over. Idempotent. */
    void close();
}
