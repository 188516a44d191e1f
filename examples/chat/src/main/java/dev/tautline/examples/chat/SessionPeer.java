// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** A peer by its session. Sends never wait; one that fails or takes too long ends the session. */
final class SessionPeer implements Peer {
    private static final System.Logger LOG = System.getLogger(SessionPeer.class.getName());
    private static final long SEND_TIMEOUT_MILLIS = 10_000;

    private final Session session;
    private final RemoteEndpoint.Async remote;

    SessionPeer(Session session) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        remote.setSendTimeout(SEND_TIMEOUT_MILLIS);
    }

    @Override
    public void send(String event) {
        try {
            remote.sendText(event, this::sent);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "The session has ended; its onClose is under way", e);
        }
    }

    private void sent(SendResult result) {
        if (!result.isOK()) {
            LOG.log(Level.DEBUG, "A member is too slow or gone", result.getException());
            close(CloseCodes.TRY_AGAIN_LATER.getCode(), "Your connection is too slow");
        }
    }

    @Override
    public void close(int code, String reason) {
        try {
            session.close(new CloseReason(CloseCodes.getCloseCode(code), reason));
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "The session had ended", e);
        }
    }
}
