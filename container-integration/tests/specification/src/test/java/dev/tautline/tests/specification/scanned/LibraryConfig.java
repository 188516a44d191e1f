// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification.scanned;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses its own annotated endpoint; for programmatic ones it has nothing, as {@code null}. */
public class LibraryConfig implements ServerApplicationConfig {
    @Override
    public @Nullable Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return null;
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return found.stream()
                .filter(type -> type.getSimpleName().equals("LibraryEndpoint"))
                .collect(Collectors.toSet());
    }
}
