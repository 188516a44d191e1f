// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Has a method that a client proxy can't pass on. */
@ApplicationScoped
@ServerEndpoint("/final")
public class FinalProxiedEndpoint {
    /** Stays on the proxy. */
    @OnMessage
    public final void message(String text) {
        Told.add(text);
    }
}
