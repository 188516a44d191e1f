// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.util.concurrent.atomic.AtomicInteger;

/** One for all sessions. */
@ApplicationScoped
@ServerEndpoint("/shared")
public class SharedEndpoint {
    private final AtomicInteger messages = new AtomicInteger();

    /** Called by the container. */
    @OnMessage
    public String message(String text) {
        return text + " " + messages.incrementAndGet();
    }
}
