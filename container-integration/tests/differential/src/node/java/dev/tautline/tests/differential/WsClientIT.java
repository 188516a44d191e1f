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
                // "bad deflate answer, at our client: handshake fails"; ws takes the first of two.
                "1.5-09 agreed twice",
                List.of(
                        "GET /path?query=1 HTTP/1.1",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                        "Host: 127.0.0.1:{port}",
                        "event error - " + NodePeers.base64("Server indicated an extension that was not requested"),
                        "event close 1006 "));
    }
}
