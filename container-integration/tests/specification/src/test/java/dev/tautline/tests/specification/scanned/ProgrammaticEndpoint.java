// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification.scanned;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;

/** Answers where a configuration deploys it. */
public class ProgrammaticEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(
                String.class, text -> session.getAsyncRemote().sendText("programmatic " + text, result -> {}));
    }
}
