// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;

/** Our client in the {@code ws} profile beside that of ws 8.23.0. */
class WsClientIT extends ClientDifferential {
    WsClientIT() {
        super(Profile.WS);
    }

    @Override
    Map<String, List<String>> decided() {
        return Map.of(
                // ws says only that the header is invalid; ours says what is wrong with it.
                "1.5-09 unknown parameter",
                List.of(
                        "GET /path?query=1 HTTP/1.1",
                        "connection: Upgrade",
                        "sec-websocket-extensions: permessage-deflate; client_max_window_bits",
                        "sec-websocket-version: 13",
                        "upgrade: websocket",
                        "event error - " + NodePeers.base64("permessage-deflate: unknown parameter"),
                        "event close 1006 "));
    }
}
