// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers text with the same text and binary with the same bytes. */
@ServerEndpoint("/echo")
public class EchoEndpoint {
    private static final long MAX_MESSAGE = 4 * 1024 * 1024;

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void onText(Session session, String message) throws IOException {
        session.getBasicRemote().sendText(message);
    }

    @OnMessage(maxMessageSize = MAX_MESSAGE)
    public void onBinary(Session session, ByteBuffer message) throws IOException {
        session.getBasicRemote().sendBinary(message);
    }
}
