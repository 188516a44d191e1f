// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import dev.tautline.internal.extension.NegotiatedExtensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server opens the connection.
 *
 * @param status 101, or 200 for an extended CONNECT (RFC 8441)
 * @param headers in the order to be sent, without {@code Upgrade} and {@code Connection}, which belong to whoever switches protocols
 * @param subprotocol chosen, empty for none
 * @param extensions negotiated; from now on the connection's to close
 */
public record Acceptance(
        int status, List<Map.Entry<String, String>> headers, String subprotocol, NegotiatedExtensions extensions) {
    /** Copies the list. */
    public Acceptance {
        headers = List.copyOf(headers);
    }

    /** All header fields of an HTTP/1.1 response in the order that ws and faye give them, {@code Upgrade} and {@code Connection} included. */
    public List<Map.Entry<String, String>> responseHeaders() {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        if (status == 101) {
            int at = 0;
            while (!all.get(at).getKey().equals(HeaderFields.ACCEPT)) {
                at++;
            }
            all.add(at, Headers.field(HeaderFields.UPGRADE, "websocket"));
            all.add(at + 1, Headers.field(HeaderFields.CONNECTION, "Upgrade"));
        }
        return all;
    }
}
