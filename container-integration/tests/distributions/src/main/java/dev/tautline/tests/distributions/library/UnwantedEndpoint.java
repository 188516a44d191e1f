// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.library;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Found as well, and left out by {@link LibraryConfig}. */
@ServerEndpoint("/unwanted")
public class UnwantedEndpoint {
    @OnMessage
    public String onText(String message) {
        return "unwanted: " + message;
    }
}
