// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Passes messages on to all sessions of a room, under the name that the query gives. */
@ServerEndpoint("/rooms/{room}")
public class RoomEndpoint {
    @OnOpen
    public void open(Session session, @PathParam("room") String room) throws IOException {
        session.getUserProperties().put("room", room);
        session.getBasicRemote()
                .sendText("welcome to " + room + ", "
                        + session.getRequestParameterMap().get("name"));
    }

    @OnMessage
    public void say(Session session, @PathParam("room") String room, String message) {
        for (Session other : session.getOpenSessions()) {
            if (room.equals(other.getUserProperties().get("room"))) {
                var unused = other.getAsyncRemote().sendText(room + ": " + message);
            }
        }
    }
}
