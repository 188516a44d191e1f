// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;

/** Its configurator has the platform's default make it, and sets it up. */
@ServerEndpoint(value = "/customised", configurator = CustomisedEndpoint.Customising.class)
public class CustomisedEndpoint {
    /** Overrides where instances come from. */
    public static class Customising extends ServerEndpointConfig.Configurator {
        @Inject
        private Greeter greeter;

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
            T instance = super.getEndpointInstance(endpointClass);
            ((CustomisedEndpoint) instance).custom = greeter.greet("custom");
            return instance;
        }
    }

    @Inject
    private Greeter greeter;

    @Inject
    private Piece piece;

    private String custom = "";
    private int messages;

    /** Answers. */
    @OnMessage
    public String message(String text) {
        messages++;
        return greeter.greet(text) + messages + (piece == null ? "" : ", " + custom);
    }

    @PreDestroy
    void end() {
        Told.add("customised endpoint ends");
    }
}
