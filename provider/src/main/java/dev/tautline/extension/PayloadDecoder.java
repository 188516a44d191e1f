// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import java.nio.ByteBuffer;

/**
 * The inbound half of the negotiated extensions: turns the payload of the messages of one connection into application data
 * (RFC 6455 §9). Owned by the holder of the read token.
 */
public interface PayloadDecoder {
    /** The RSV bits this extension may see set: 0b100 is RSV1, 0b010 RSV2, 0b001 RSV3. */
    int rsv();

    /**
     * A data message begins.
     *
     * @param rsv the RSV bits of its first frame
     * @return whether {@link #decode} is wanted for this message; if not its payload passes unchanged
     */
    boolean begin(int rsv);

    /**
     * Decodes bytes of the message from {@code in} to {@code out}. Called again with what remains of {@code in} while it
     * returns {@code false} and either made progress.
     *
     * @param in next bytes of the payload; its position advances
     * @param last whether {@code in} ends the message
     * @param out takes application data; its position advances
     * @return with {@code last}, whether the whole message has been given out; otherwise whether {@code in} is used up and no
     *     output is pending
     * @throws InvalidPayloadException if the payload can't be decoded
     */
    boolean decode(ByteBuffer in, boolean last, ByteBuffer out) throws InvalidPayloadException;

    /** Frees native memory; the connection is over. Idempotent. */
    void close();
}
