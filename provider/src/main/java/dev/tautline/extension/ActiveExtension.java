// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

import org.jspecify.annotations.Nullable;

/**
 * An extension with the configuration agreed on for one connection, and the codec pair that carries it out. The codecs
 * must not hold anything that needs freeing before their first message: the handshake may still fail.
 *
 * @param agreed the element of the response header
 * @param decoder for the holder of the read token; its {@code rsv} are the bits that the extension owns in both directions
 * @param encoder for the flush owner
 * @param wireForm equal for connections whose encoders turn the same message into the same bytes, independent of the messages
 *     before; {@code null} where messages depend on those before or nothing is known
 */
public record ActiveExtension(
        ExtensionOffer agreed,
        PayloadDecoder decoder,
        PayloadEncoder encoder,
        @Nullable Object wireForm) {}
