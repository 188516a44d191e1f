// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** Gives {@link ProgrammaticEndpoint} its path. Found by name only, never by the scan of the other tests. */
public final class NamedApplicationConfig implements ServerApplicationConfig {
    /** Where the endpoint is. */
    public static final String PATH = "/programmatic";

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> endpoints) {
        return Set.of(ServerEndpointConfig.Builder.create(ProgrammaticEndpoint.class, PATH)
                .build());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> scanned) {
        return scanned;
    }
}
