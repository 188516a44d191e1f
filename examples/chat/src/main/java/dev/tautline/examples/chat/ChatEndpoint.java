// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one room. The query says who comes: {@code name}, and {@code key}, a secret of the page by which it takes its
 * place back after its connection broke. Each text message is a line for the room, as it stands; an empty one says that its author
 * is typing. The room answers with the objects of {@link Event}.
 */
@ServerEndpoint("/chat/{room}")
public class ChatEndpoint {
    /** {@value Room#MAX_TEXT} characters of three bytes each, and some more so that a sentence explains it, not a close code. */
    private static final long MAX_MESSAGE_BYTES = 16 * 1024;

    private static final System.Logger LOG = System.getLogger(ChatEndpoint.class.getName());
    private static final Rooms ROOMS = new Rooms(InstantSource.system());

    private @Nullable Visit visit;

    /** The room lets the peer in, or the connection is closed with the reason why not. */
    @OnOpen
    public void onOpen(Session session, @PathParam("room") String room) {
        SessionPeer peer = new SessionPeer(session);
        try {
            visit = ROOMS.enter(
                    Names.room(room), Names.person(parameter(session, "name")), parameter(session, "key"), peer);
        } catch (RefusedException e) {
            peer.close(e.code(), e.getMessage());
        }
    }

    /** A line, or a sign of typing. */
    @OnMessage(maxMessageSize = MAX_MESSAGE_BYTES)
    public void onText(String text) {
        Visit here = visit;
        if (here == null) {
            return;
        }
        if (text.isEmpty()) {
            here.type();
        } else {
            here.say(text);
        }
    }

    /** However the connection ended. */
    @OnClose
    public void onClose() {
        Visit here = visit;
        visit = null;
        if (here != null) {
            here.leave();
        }
    }

    /** A lost connection is no error of ours; {@link #onClose} follows. */
    @OnError
    public void onError(Throwable error) {
        LOG.log(Level.DEBUG, "A connection failed", error);
    }

    private static String parameter(Session session, String name) {
        List<String> values = session.getRequestParameterMap().get(name);
        return values == null || values.isEmpty() ? "" : values.get(0);
    }
}
