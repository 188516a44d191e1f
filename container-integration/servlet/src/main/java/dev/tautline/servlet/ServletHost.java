// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.HttpHost;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.UpgradeHost;
import dev.tautline.internal.runtime.EngineRuntime;
import jakarta.servlet.ServletContext;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A web application as the HTTP server that {@code WebSocketServer}s join: their paths lie below the context path, the application's own filters run before
 * the upgrade, and the servers end with the application. Beside them the application may have annotated endpoints, servlets and anything else.
 */
public final class ServletHost implements HttpHost, UpgradeHost {
    private final Deployment deployment;

    private ServletHost(Deployment deployment) {
        this.deployment = deployment;
    }

    /**
     * The host for an application.
     *
     * @param context at any time, in a {@code ServletContextListener} or a servlet for example: the jar's initializer was there before. In an embedded
     *     container without {@link DeploymentInitializer}, only as a {@code ServletContainerInitializer} has it
     * @throws IllegalStateException if the application has started without Tautline
     */
    public static ServletHost of(ServletContext context) {
        return new ServletHost(Deployment.of(context));
    }

    @Override
    public @Nullable SocketAddress address() {
        return null;
    }

    @Override
    public EngineRuntime runtime() {
        return deployment.runtime();
    }

    @Override
    public Runnable join(UpgradeResponder responder) {
        deployment.add(responder);
        return () -> deployment.remove(responder);
    }
}
