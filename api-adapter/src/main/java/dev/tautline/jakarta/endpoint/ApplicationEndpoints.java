// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Set<Class<?>> annotated = new LinkedHashSet<>();
        Set<ServerEndpointConfig> configs = new LinkedHashSet<>();
        if (applicationConfigs.isEmpty()) {
            annotated.addAll(scannedAnnotated);
        }
        for (ServerApplicationConfig applicationConfig : applicationConfigs) {
            // Each is asked about all that was scanned, and may keep and change what it is given.
            addAll(configs, applicationConfig.getEndpointConfigs(new LinkedHashSet<>(scannedEndpoints)));
            addAll(annotated, applicationConfig.getAnnotatedEndpointClasses(new LinkedHashSet<>(scannedAnnotated)));
        }
        return new ApplicationEndpoints(annotated, configs);
    }

    private static <T> void addAll(Set<T> into, @Nullable Collection<T> answer) {
        if (answer != null) {
            answer.stream().filter(Objects::nonNull).forEach(into::add);
        }
    }
}
