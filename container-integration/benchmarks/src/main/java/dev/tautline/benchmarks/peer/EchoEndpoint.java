// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers text with text and binary with binary. */
@ServerEndpoint("/echo")
public class EchoEndpoint {

    /** Answers text. */
    @OnMessage
    public void onText(String message, Session session) throws IOException {
        session.getBasicRemote().sendText(message);
    }

    /** Answers binary. */
    @OnMessage
    public void onBinary(ByteBuffer message, Session session) throws IOException {
        session.getBasicRemote().sendBinary(message);
    }
}
