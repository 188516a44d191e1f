// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import org.jspecify.annotations.Nullable;

/**
 * How one message is sent (ws 1.10-01).
 *
 * @param binary the kind of the message; {@code null} for what the data is: text for characters, binary for bytes
 * @param compress whether the message is compressed where permessage-deflate was negotiated
 * @param fin {@code null} for a whole message; {@code false} for a fragment that opens or continues a message, {@code true} for the
 *     one that ends it. Whole messages sent meanwhile wait behind the last fragment
 * @param mask whether the frame is masked; {@code null} for what RFC 6455 says of the role. The other choice breaks RFC 6455 §5.1 and is refused
 *     by most peers
 */
public record SendOptions(
        @Nullable Boolean binary,
        boolean compress,
        @Nullable Boolean fin,
        @Nullable Boolean mask) {
    /** A whole message of its own kind, compressed where that was negotiated. */
    public static final SendOptions DEFAULTS = new SendOptions(null, true, null, null);

    /** The same with the kind given. */
    public SendOptions binary(boolean binary) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same with or without compression. */
    public SendOptions compress(boolean compress) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same as a fragment. */
    public SendOptions fin(boolean fin) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same masked or not. */
    public SendOptions mask(boolean mask) {
        return new SendOptions(binary, compress, fin, mask);
    }
}
