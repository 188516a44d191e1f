// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import org.jspecify.annotations.Nullable;

/**
 * How one message is sent (ws 1.10-01).
 *
 * @param binary the kind of the message; {@code null} for what the data is: text for characters, binary for bytes
 * @param compress whether the message is compressed where permessage-deflate was negotiated
 * @param fin {@code false} for a fragment that opens a message or continues it: the sends of this socket that follow are its next fragments, whatever
 *     their kind, until one has {@code fin}, as by default. Broadcasts wait behind the last fragment
 * @param mask whether the frame is masked; {@code null} for what RFC 6455 says of the role. The other choice breaks RFC 6455 §5.1 and is refused
 *     by most peers
 */
public record SendOptions(
        @Nullable Boolean binary,
        boolean compress,
        boolean fin,
        @Nullable Boolean mask) {
    /** A whole message of its own kind, compressed where that was negotiated. */
    public static final SendOptions DEFAULTS = new SendOptions(null, true, true, null);

    /** The same with the kind given. */
    public SendOptions binary(boolean binary) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same with or without compression. */
    public SendOptions compress(boolean compress) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same as the end of a message or as a fragment before it. */
    public SendOptions fin(boolean fin) {
        return new SendOptions(binary, compress, fin, mask);
    }

    /** The same masked or not. */
    public SendOptions mask(boolean mask) {
        return new SendOptions(binary, compress, fin, mask);
    }
}
