// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.invalid;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Two methods for text. */
@ServerEndpoint("/first")
public class FirstInvalidEndpoint {
    @OnMessage
    public void one(String message) {}

    @OnMessage
    public void other(String message) {}
}
