// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Overrides this method alone. */
public class ModifyingConfigurator extends ServerEndpointConfig.Configurator {
    @Inject
    private Greeter greeter;

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties().put("greeting", greeter.greet("handshake"));
        response.getHeaders().put("X-Greeting", List.of(greeter.greet("handshake")));
    }

    @PreDestroy
    void end() {
        Told.add("configurator ends");
    }
}
