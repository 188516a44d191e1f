// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification.scanned;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashSet;
import java.util.Set;

/** Chooses one annotated endpoint, and deploys the programmatic ones. */
public class ClassesConfig implements ServerApplicationConfig {
    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        Set<ServerEndpointConfig> configs = new HashSet<>();
        for (Class<? extends Endpoint> type : found) {
            configs.add(
                    ServerEndpointConfig.Builder.create(type, "/programmatic").build());
        }
        return configs;
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        Set<Class<?>> chosen = new HashSet<>(found);
        chosen.retainAll(Set.of(ChosenEndpoint.class));
        return chosen;
    }
}
