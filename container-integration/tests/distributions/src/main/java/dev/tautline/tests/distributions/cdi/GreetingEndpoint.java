// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** No bean, as most endpoints: nothing on it says so. */
@ServerEndpoint(value = "/greeting", encoders = GreetingEncoder.class, configurator = GreetingConfigurator.class)
public class GreetingEndpoint {
    @Inject
    private Greeter greeter;

    @OnMessage
    public Greeting message(Session session, String text) {
        return new Greeting(
                greeter.greet(text) + ", " + session.getUserProperties().get(GreetingConfigurator.PROPERTY));
    }

    @PreDestroy
    void end() {
        greeter.tell("the endpoint ends");
    }
}
