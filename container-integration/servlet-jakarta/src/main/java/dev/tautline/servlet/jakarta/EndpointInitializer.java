// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deploys the endpoints that the container found in an application. An invalid endpoint keeps the application from starting, with all faults in one
 * message (Jakarta WebSocket §5.2.1).
 */
@HandlesTypes({ServerEndpoint.class, ServerApplicationConfig.class, Endpoint.class})
public final class EndpointInitializer implements ServletContainerInitializer {
    /** For the container. */
    public EndpointInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> found, ServletContext context) throws ServletException {
        EndpointDeployment.of(context).deployWithInjection(found == null ? Set.of() : found, context);
    }
}
