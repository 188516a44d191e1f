// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import org.springframework.web.socket.server.standard.SpringConfigurator;

/** Added by Spring's {@code ServerEndpointExporter}, made by its {@code SpringConfigurator}. */
@ServerEndpoint(value = "/exported", configurator = SpringConfigurator.class)
public class ExportedEndpoint {
    private final Greeter greeter;

    public ExportedEndpoint(Greeter greeter) {
        this.greeter = greeter;
    }

    @OnMessage
    public String greet(String name) {
        return greeter.greet(name);
    }
}
