// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.net.URI;

/**
 * What the opening handshake has settled.
 *
 * @param url scheme {@code ws} or {@code wss}
 * @param protocol the subprotocol, empty for none
 * @param extensions names with commas between them, empty for none
 * @param version the protocol's name in faye
 */
record SocketFacts(URI url, String protocol, String extensions, String version) {
    /** Whether the protocol is of before hybi: texts and nothing else. */
    boolean isHixie() {
        return version.startsWith("hixie");
    }
}
