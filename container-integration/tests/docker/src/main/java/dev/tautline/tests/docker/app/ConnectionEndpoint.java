// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** A programmatic endpoint: tells what it knows of its connection, and who serves it. */
public class ConnectionEndpoint extends Endpoint {
    /** Deploys it, beside everything that was found by its annotation. */
    public static class Config implements ServerApplicationConfig {
        @Override
        public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
            return Set.of(ServerEndpointConfig.Builder.create(ConnectionEndpoint.class, "/connection")
                    .build());
        }

        @Override
        public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
            return found;
        }
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        try {
            session.getBasicRemote()
                    .sendText((session.isSecure() ? "secure " : "plain ")
                            + session.getRequestURI().getScheme() + " "
                            + session.getClass().getPackageName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
