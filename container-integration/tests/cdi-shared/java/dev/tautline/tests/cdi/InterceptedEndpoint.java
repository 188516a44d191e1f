// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** A bean for each session. */
@Dependent
@ServerEndpoint("/intercepted")
public class InterceptedEndpoint {
    private final Greeter greeter;
    private int messages;

    /** By its constructor. */
    @Inject
    public InterceptedEndpoint(Greeter greeter) {
        this.greeter = greeter;
    }

    /** Counts. */
    @Loud
    @OnMessage
    public String message(String text) {
        messages++;
        return greeter.greet(text) + " " + messages;
    }

    @PreDestroy
    void end() {
        Told.add("bean ends");
    }
}
