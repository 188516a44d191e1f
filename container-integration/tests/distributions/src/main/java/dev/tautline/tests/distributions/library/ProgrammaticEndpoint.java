// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.library;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/** Gets its path from {@link LibraryConfig}. */
public class ProgrammaticEndpoint extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            var unused = session.getAsyncRemote().sendText("programmatic: " + message);
        });
    }
}
