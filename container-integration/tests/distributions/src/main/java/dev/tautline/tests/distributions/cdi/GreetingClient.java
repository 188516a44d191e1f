// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.io.IOException;

/** Tells the one answer it gets, and leaves. */
@ClientEndpoint
public class GreetingClient {
    @Inject
    private Greeter greeter;

    @OnMessage
    public void answer(Session session, String text) throws IOException {
        greeter.tell("the client got: " + text);
        session.close();
    }

    @PreDestroy
    void end() {
        greeter.tell("the client ends");
    }
}
