// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.internal.extension.NegotiatedExtensions;

/**
 * What a client and a server have agreed on.
 *
 * @param subprotocol empty for none
 * @param extensions from now on the connection's to close
 */
public record Established(String subprotocol, NegotiatedExtensions extensions) {}
