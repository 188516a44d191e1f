// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * How one message or fragment is sent, as ws has it.
 *
 * @param fin whether the message ends here
 * @param compress the sender's choice where an extension was negotiated; the first fragment's holds for the message
 * @param mask whether the payload is masked, or {@code null} for what RFC 6455 §5.1 says of this end
 */
public record FrameOptions(
        boolean fin, boolean compress, @Nullable Boolean mask) {
    /** A whole message, compressed where that was negotiated. */
    public static final FrameOptions DEFAULT = new FrameOptions(true, true, null);
}
