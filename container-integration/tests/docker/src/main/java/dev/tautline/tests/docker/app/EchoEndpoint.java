// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** Sends back what comes; speaks {@code v2} or {@code v1}. */
@ServerEndpoint(
        value = "/echo",
        subprotocols = {"v2", "v1"})
public class EchoEndpoint {
    @OnMessage(maxMessageSize = 4 << 20)
    public String text(String message) {
        return message;
    }

    @OnMessage(maxMessageSize = 4 << 20)
    public ByteBuffer binary(ByteBuffer message) {
        return message;
    }
}
