// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** {@code wait} keeps its callback blocked until another session says {@code release}; everything else is echoed. */
@ServerEndpoint("/waiting")
public class WaitingEndpoint {
    private static final Semaphore RELEASED = new Semaphore(0);

    @OnMessage
    public String onText(Session session, String message) throws IOException, InterruptedException {
        switch (message) {
            case "wait" -> {
                session.getBasicRemote().sendText("waiting");
                RELEASED.acquire();
                return "released";
            }
            case "release" -> {
                RELEASED.release();
                return "ok";
            }
            default -> {
                return message;
            }
        }
    }
}
