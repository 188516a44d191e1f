// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;

/**
 * Receives what {@link InboundProtocol#step} found: one call per step at most. Called by the holder of the read token; must
 * not call back into the protocol. Buffers are borrowed: they are valid during the call and, where they are slices of the
 * buffer given to {@code step}, until the next step.
 */
public interface InboundSink {
    /**
     * The next part of a text message. UTF-8 has been checked; a code point that is split between frames or reads arrives
     * whole in the later part.
     *
     * @param part may be empty
     * @param last whether the message ends with this part
     */
    void onText(String part, boolean last);

    /**
     * The next part of a binary message.
     *
     * @param part heap buffer, unmasked and inflated; may be empty
     * @param last whether the message ends with this part
     */
    void onBinary(ByteBuffer part, boolean last);

    /**
     * A ping.
     *
     * @param payload 0 to 125 bytes, borrowed
     */
    void onPing(ByteBuffer payload);

    /**
     * A pong.
     *
     * @param payload 0 to 125 bytes, borrowed
     */
    void onPong(ByteBuffer payload);

    /**
     * A close frame; nothing follows.
     *
     * @param status {@link CloseStatus#NONE} where the frame was empty
     */
    void onClose(CloseStatus status);

    /** The peer broke a rule or a limit; nothing follows. */
    void onViolation(Violation violation);
}
