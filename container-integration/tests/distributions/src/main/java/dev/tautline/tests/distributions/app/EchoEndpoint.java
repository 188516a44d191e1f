// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers text with the same text and binary with the same bytes. */
@ServerEndpoint("/echo")
public class EchoEndpoint {
    @OnOpen
    public void onOpen() {
        Visits.opened();
    }

    @OnMessage
    public void onText(Session session, String message) throws IOException {
        session.getBasicRemote().sendText(message);
    }

    @OnMessage
    public void onBinary(Session session, ByteBuffer message) throws IOException {
        session.getBasicRemote().sendBinary(message);
    }

    @OnClose
    public void onClose(CloseReason reason) {
        Visits.closed(reason.getCloseCode().getCode());
    }
}
