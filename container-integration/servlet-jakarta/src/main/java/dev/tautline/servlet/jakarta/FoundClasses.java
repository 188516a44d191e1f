// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import jakarta.servlet.ServletException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

/** Sorts the classes that a container's scan found. */
final class FoundClasses {
    private FoundClasses() {}

    /** @throws ServletException if an application's {@code ServerApplicationConfig} can't be made */
    static ApplicationEndpoints endpoints(Set<Class<?>> found) throws ServletException {
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
                configs.add(make(type.asSubclass(ServerApplicationConfig.class)));
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

    private static ServerApplicationConfig make(Class<? extends ServerApplicationConfig> type) throws ServletException {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ServletException(
                    type.getName()
                            + " can't be made: a ServerApplicationConfig needs a public constructor without parameters",
                    e);
        }
    }
}
