// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification.scanned;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Answers. */
@ServerEndpoint("/library")
public class LibraryEndpoint {
    @OnMessage
    public String message(String text) {
        return "library " + text;
    }
}
