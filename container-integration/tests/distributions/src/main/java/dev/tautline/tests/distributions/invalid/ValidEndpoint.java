// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.invalid;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Nothing wrong with this one; it is not served, because others are wrong. */
@ServerEndpoint("/valid")
public class ValidEndpoint {
    @OnMessage
    public String onText(String message) {
        return message;
    }
}
