// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;

/** For the application's own client. */
@ServerEndpoint(value = "/echo", configurator = EchoEndpoint.TellingConfigurator.class)
public class EchoEndpoint {
    /** Tells what the client's configurator has added. */
    public static class TellingConfigurator extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(
                ServerEndpointConfig config, HandshakeRequest request, jakarta.websocket.HandshakeResponse response) {
            Told.add("header " + request.getHeaders().get("X-Client"));
        }
    }

    /** Called by the container. */
    @OnMessage
    public String message(String text) {
        return text;
    }
}
