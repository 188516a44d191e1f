// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Sends every message to every open session, the sender's too. A receiver that is too slow loses messages, not the others. */
@ServerEndpoint("/room")
public class RoomEndpoint {
    private static final long MAX_MESSAGE = 64L * 1024 * 1024;

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void onText(Session session, String message) {
        forEachMember(session, member -> member.getAsyncRemote().sendText(message, result -> {}));
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void onBinary(Session session, ByteBuffer message) {
        forEachMember(session, member -> member.getAsyncRemote().sendBinary(message.duplicate(), result -> {}));
    }

    private static void forEachMember(Session session, Consumer<Session> send) {
        for (Session member : session.getOpenSessions()) {
            try {
                send.accept(member);
            } catch (IllegalStateException e) {
                // The member left while we went through the room.
            }
        }
    }
}
