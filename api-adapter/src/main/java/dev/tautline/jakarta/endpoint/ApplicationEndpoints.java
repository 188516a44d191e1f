// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/** What an application deploys at its start: the annotated classes and the configurations of programmatic endpoints. */
public record ApplicationEndpoints(Set<Class<?>> annotated, Set<ServerEndpointConfig> configs) {
    /**
     * Asks the application's {@link ServerApplicationConfig}s which of the scanned endpoints are deployed: the union of their
     * answers, null counting as empty. Without any, every annotated class is deployed and no programmatic endpoint.
     */
    public static ApplicationEndpoints select(
            Set<ServerApplicationConfig> applicationConfigs,
            Set<Class<? extends Endpoint>> scannedEndpoints,
            Set<Class<?>> scannedAnnotated) {
        throw new UnsupportedOperationException();
    }
}
