// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends every text message to every open session, the sender's too. */
@ServerEndpoint("/room")
public class RoomEndpoint {

    private static final String RECEIVER = RoomEndpoint.class.getName();

    /** Makes the session ready to receive. */
    @OnOpen
    public void onOpen(Session session) {
        session.getUserProperties().put(RECEIVER, new Receiver(session));
    }

    /** Sends on. */
    @OnMessage
    public void onText(String message, Session session) {
        for (Session each : session.getOpenSessions()) {
            if (each.getUserProperties().get(RECEIVER) instanceof Receiver receiver) {
                receiver.send(message);
            }
        }
    }
}
