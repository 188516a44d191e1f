// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.library;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** An annotated endpoint in a jar of {@code WEB-INF/lib}. */
@ServerEndpoint("/library")
public class LibraryEndpoint {
    @OnMessage
    public String onText(String message) {
        return "library: " + message;
    }
}
