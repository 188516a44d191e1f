// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The client's artifact is not on this module's class path. */
class MissingClientTest {
    @Test
    @DisplayName("connect without tautline-client says which artifact to add, at once and every time")
    void missingArtifact() {
        for (int i = 0; i < 2; i++) {
            IllegalStateException missing =
                    assertThrows(IllegalStateException.class, () -> WebSocket.connect("ws://127.0.0.1:1/"));
            assertEquals(
                    "There is no connector for WebSocket clients on the class path;"
                            + " add the artifact dev.tautline:tautline-client",
                    missing.getMessage());
        }
    }
}
