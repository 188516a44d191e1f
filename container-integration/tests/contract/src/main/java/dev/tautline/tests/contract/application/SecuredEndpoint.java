// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.security.Principal;

/** Tells each peer who it is; {@link GuardFilter} stands in front. */
@ServerEndpoint(GuardFilter.SECURED)
public class SecuredEndpoint {
    @OnMessage
    public String whoAmI(Session session, String question) {
        Principal principal = session.getUserPrincipal();
        return question + ": " + (principal == null ? "nobody" : principal.getName());
    }
}
