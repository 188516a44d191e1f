// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/** No bean; injected all the same. */
public class GreetingConfigurator extends ServerEndpointConfig.Configurator {
    static final String PROPERTY = "greeting";

    @Inject
    private Greeter greeter;

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put(PROPERTY, greeter.greet("handshake"));
    }
}
