// SPDX-License-Identifier: Apache-2.0
/**
 * Extensions of RFC 6455 §9: the header, the negotiation in both roles, the chain of codecs, and permessage-deflate (RFC 7692).
 * Negotiation is pure. Decoders belong to the holder of a connection's read token, encoders to its flush owner; only
 * {@link dev.tautline.internal.extension.DeflatePools} is shared between threads. Imports {@code dev.tautline.spec}, {@code dev.tautline.extension}
 * and {@code dev.tautline.internal.protocol} only.
 */
@NullMarked
package dev.tautline.internal.extension;

import org.jspecify.annotations.NullMarked;
