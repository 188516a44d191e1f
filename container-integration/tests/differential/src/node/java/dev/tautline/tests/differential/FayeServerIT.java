// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.spec.Profile;
import java.util.List;
import java.util.Map;

/** Our {@code faye} profile beside faye-websocket 0.11.4. */
class FayeServerIT extends ServerDifferential {
    FayeServerIT() {
        super(Profile.FAYE);
    }

    @Override
    Map<String, List<String>> decided() {
        return Map.of(
                // A missing value is not the word "undefined" here.
                "1.4-05 version missing",
                List.of("status 400", "content-type: text/plain", "body Unsupported WebSocket version"));
    }
}
