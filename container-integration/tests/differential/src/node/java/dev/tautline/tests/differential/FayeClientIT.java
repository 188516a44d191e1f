// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Our client in the {@code faye} profile beside that of faye-websocket 0.11.4. */
class FayeClientIT extends ClientDifferential {
    FayeClientIT() {
        super(Profile.FAYE);
    }

    @Override
    Map<String, List<String>> decided() {
        return Map.of(
                // docs/decisions/masked-frames-of-servers.md: "A client MUST close a connection if it detects a masked
                // frame."
                "1.11-06 masked", head("close A+p", "event open  ", "event error -", "event close 1002"));
    }

    private static List<String> head(String... rest) {
        return Stream.concat(
                        Stream.of(
                                "GET /path?query=1 HTTP/1.1",
                                "Host: 127.0.0.1:{port}",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Key",
                                "Sec-WebSocket-Version: 13"),
                        Stream.of(rest))
                .toList();
    }
}
