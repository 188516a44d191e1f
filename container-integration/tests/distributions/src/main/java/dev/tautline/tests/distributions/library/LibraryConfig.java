// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.library;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;
import java.util.stream.Collectors;

/** In a jar of {@code WEB-INF/lib}; chooses for the whole application. */
public class LibraryConfig implements ServerApplicationConfig {
    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return found.stream()
                .filter(ProgrammaticEndpoint.class::equals)
                .map(type -> ServerEndpointConfig.Builder.create(type, "/programmatic")
                        .build())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return found.stream()
                .filter(type -> !type.equals(UnwantedEndpoint.class))
                .collect(Collectors.toSet());
    }
}
