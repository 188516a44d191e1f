// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.JakartaOptions;
import dev.tautline.jakarta.JakartaServerContainer;
import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.endpoint.InstanceFactory;
import dev.tautline.servlet.Deployment;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Jakarta face of one web application: its container on the application's {@link Deployment}. Made once while the
 * application starts.
 */
public final class EndpointDeployment {
    private static final System.Logger LOG = System.getLogger(EndpointDeployment.class.getName());
    private static final String ATTRIBUTE = EndpointDeployment.class.getName();

    private final Deployment deployment;
    private final JakartaServerContainer container;

    private EndpointDeployment(ServletContext context, Deployment deployment) {
        SharedConfigurator.giveBack();
        this.deployment = deployment;
        this.container = new JakartaServerContainer(
                deployment.runtime(),
                JakartaOptions.from(context::getInitParameter),
                context.getClassLoader(),
                InstanceFactory.ofConstructors(),
                deployment::upgrade);
        deployment.add(container);
        context.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The Jakarta face of an application, made at the first call.
     *
     * @param context as {@code ServletContainerInitializer.onStartup} has it
     * @throws IllegalStateException if the application has started already
     */
    public static EndpointDeployment of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof EndpointDeployment existing) {
            return existing;
        }
        EndpointDeployment deployment = new EndpointDeployment(context, Deployment.of(context));
        ContainerAttribute.install(context, deployment.container);
        context.addListener(deployment.new Start());
        return deployment;
    }

    /** As {@link #of}, for a listener that is declared in {@code web.xml}; {@link #end} is the listener's to call. */
    static EndpointDeployment ofListener(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof EndpointDeployment existing) {
            return existing;
        }
        EndpointDeployment deployment = new EndpointDeployment(context, Deployment.ofListener(context));
        ContainerAttribute.offer(context, deployment.container);
        return deployment;
    }

    void end() {
        deployment.end();
    }

    /**
     * Deploys what was found and says in the log which paths are served.
     *
     * @throws ServletException if an endpoint is invalid, with all faults; the application then has none
     */
    void deploy(Set<Class<?>> found, ServletContext context) throws ServletException {
        ApplicationEndpoints endpoints = FoundClasses.endpoints(found);
        try {
            container.deploy(endpoints);
        } catch (DeploymentException e) {
            throw new ServletException("WebSocket endpoints of " + context.getContextPath() + ": " + e.getMessage(), e);
        }
        Stream<String> annotated = endpoints.annotated().stream()
                .map(type -> type.getAnnotation(ServerEndpoint.class).value());
        Stream<String> programmatic = endpoints.configs().stream().map(ServerEndpointConfig::getPath);
        List<String> paths = Stream.concat(annotated, programmatic)
                .map(path -> context.getContextPath() + path)
                .sorted()
                .toList();
        if (!paths.isEmpty()) {
            LOG.log(Level.INFO, "WebSocket endpoints served by Tautline: {0}", String.join(", ", paths));
        }
    }

    /** The container of the application's endpoints. */
    public JakartaServerContainer container() {
        return container;
    }

    /** Ends the time in which one invalid endpoint refuses the application. */
    private final class Start implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            container.applicationStarted();
        }
    }
}
