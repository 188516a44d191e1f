// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.inject.Inject;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** Takes the path from CDI. */
public class ProgrammaticConfig implements ServerApplicationConfig {
    @Inject
    private Greeter greeter;

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpointClasses) {
        String path = "/" + greeter.greet("config").replace(' ', '-');
        return Set.of(ServerEndpointConfig.Builder.create(ProgrammaticEndpoint.class, path)
                .build());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        return scanned;
    }
}
