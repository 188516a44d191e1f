// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Tells each peer whose session serves it. */
@ServerEndpoint("/provider")
public class ProviderEndpoint {
    @OnMessage
    public String provider(Session session, String question) {
        return session.getClass().getName();
    }
}
