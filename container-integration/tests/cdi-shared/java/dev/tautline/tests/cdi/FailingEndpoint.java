// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** Fails while it is made. */
@ServerEndpoint("/failing")
public class FailingEndpoint {
    @Inject
    Piece piece;

    @PostConstruct
    void begin() {
        throw new IllegalStateException("not today");
    }
}
