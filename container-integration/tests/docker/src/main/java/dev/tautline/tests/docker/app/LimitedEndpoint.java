// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Takes 16 characters at most, and closes with the code that it is sent. */
@ServerEndpoint("/limited")
public class LimitedEndpoint {
    @OnMessage(maxMessageSize = 16)
    public void close(Session session, String code) throws IOException {
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(Integer.parseInt(code)), "as you say"));
    }
}
