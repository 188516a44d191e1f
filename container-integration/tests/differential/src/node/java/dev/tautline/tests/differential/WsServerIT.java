// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;

/** Our {@code ws} profile beside ws 8.23.0. */
class WsServerIT extends ServerDifferential {
    WsServerIT() {
        super(Profile.WS);
    }

    @Override
    Map<String, List<String>> decided() {
        return Map.of(
                // SEMANTICS 1.11: a length beyond 2^53 - 1 is no other thing here than one beyond the limit.
                "1.11-11 a length beyond all",
                List.of(
                        "status 101",
                        "connection: upgrade",
                        "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=",
                        "upgrade: websocket",
                        "close A/E=",
                        "event open  ",
                        "event error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
                        "event close 1006 "));
    }
}
