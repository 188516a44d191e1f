// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.servlet.ServletException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Sorts the classes that a container's scan found. */
final class FoundClasses {
    private FoundClasses() {}

    /**
     * Asks the application's {@code ServerApplicationConfig}s, where it has any.
     *
     * @param instances makes them
     * @param onEnd takes what ends them with the application: what they gave may hold on to what was injected into them
     * @throws ServletException if an application's {@code ServerApplicationConfig} can't be made
     */
    static ApplicationEndpoints endpoints(Set<Class<?>> found, InstanceFactory instances, Consumer<Runnable> onEnd)
            throws ServletException {
        Set<ServerApplicationConfig> configs = new LinkedHashSet<>();
        Set<Class<? extends Endpoint>> programmatic = new LinkedHashSet<>();
        Set<Class<?>> annotated = new LinkedHashSet<>();
        for (Class<?> type : found) {
            if (isOfTheApi(type)) {
                continue;
            }
            if (type.isAnnotationPresent(ServerEndpoint.class)) {
                annotated.add(type);
            }
            if (isConcrete(type) && Endpoint.class.isAssignableFrom(type)) {
                programmatic.add(type.asSubclass(Endpoint.class));
            }
            if (isConcrete(type) && ServerApplicationConfig.class.isAssignableFrom(type)) {
                ServerApplicationConfig config = make(type.asSubclass(ServerApplicationConfig.class), instances);
                onEnd.accept(() -> instances.destroy(config));
                configs.add(config);
            }
        }
        return ApplicationEndpoints.select(configs, programmatic, annotated);
    }

    private static boolean isOfTheApi(Class<?> type) {
        return type.getName().startsWith("jakarta.websocket.");
    }

    private static boolean isConcrete(Class<?> type) {
        return !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    }

    private static ServerApplicationConfig make(
            Class<? extends ServerApplicationConfig> type, InstanceFactory instances) throws ServletException {
        try {
            return instances.create(type);
        } catch (InstantiationException e) {
            throw new ServletException("A ServerApplicationConfig can't be made: " + e.getMessage(), e);
        }
    }
}
