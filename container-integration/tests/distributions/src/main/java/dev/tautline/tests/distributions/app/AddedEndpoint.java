// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/** Added by {@link ContainerListener}; echoes. */
public class AddedEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            var unused = session.getAsyncRemote().sendText(message);
        });
    }
}
