// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.security.Principal;

/** Behind {@link AuthenticationFilter}; answers everything with the name of who asks. */
@ServerEndpoint("/private/who")
public class WhoEndpoint {
    @OnMessage
    public String onText(Session session, String ignored) {
        Principal user = session.getUserPrincipal();
        return user == null ? "nobody" : user.getName();
    }
}
