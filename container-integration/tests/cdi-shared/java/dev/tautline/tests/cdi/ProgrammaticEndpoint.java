// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/** Deployed by {@link ProgrammaticConfig}. */
public class ProgrammaticEndpoint extends Endpoint {
    @Inject
    private Greeter greeter;

    @Inject
    private Visit visit;

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> session.getAsyncRemote()
                .sendText(greeter.greet(text), result -> Told.add("sent, visit " + visit.call())));
    }

    @PreDestroy
    void end() {
        Told.add("programmatic ends");
    }
}
