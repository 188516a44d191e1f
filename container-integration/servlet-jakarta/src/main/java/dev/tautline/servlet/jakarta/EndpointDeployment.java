// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.JakartaServerContainer;
import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.injection.ApplicationInstances;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Jakarta face of one web application: its container on the application's {@link Deployment}. Made once while the
 * application starts.
 */
public final class EndpointDeployment {
    private static final System.Logger LOG = System.getLogger(EndpointDeployment.class.getName());
    private static final String ATTRIBUTE = EndpointDeployment.class.getName();

    private final Deployment deployment;
    private final ApplicationInstances instances;
    private final JakartaServerContainer container;

    /** Found while the container with injection had not started; deployed with {@link Start}. */
    private @Nullable Set<Class<?>> postponed;

    private EndpointDeployment(ServletContext context, Deployment deployment) {
        SharedConfigurator.giveBack();
        this.deployment = deployment;
        this.instances =
                ApplicationInstances.of(context.getClassLoader(), context::getInitParameter, context::getAttribute);
        this.container = new JakartaServerContainer(
                deployment.runtime(),
                context::getInitParameter,
                context.getClassLoader(),
                instances,
                deployment::upgrade,
                HttpSessionWatch::idOf);
        deployment.add(container);
        context.addListener(new HttpSessionWatch(container));
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
        Deployment shared = Deployment.of(context);
        return endingOnFailure(shared, () -> {
            EndpointDeployment deployment = new EndpointDeployment(context, shared);
            ContainerAttribute.install(context, deployment.container);
            context.addListener(deployment.new Start());
            return deployment;
        });
    }

    /** Jetty calls contextDestroyed only for an application that has started, and a start that fails here ends there. */
    private static EndpointDeployment endingOnFailure(Deployment shared, Supplier<EndpointDeployment> made) {
        EndpointDeployment deployment = null;
        try {
            deployment = made.get();
            return deployment;
        } finally {
            if (deployment == null) {
                shared.end();
            }
        }
    }

    /** As {@link #of}, for a listener that is declared in {@code web.xml}; {@link #end} is the listener's to call. */
    static EndpointDeployment ofListener(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof EndpointDeployment existing) {
            return existing;
        }
        Deployment shared = Deployment.ofListener(context);
        return endingOnFailure(shared, () -> {
            EndpointDeployment deployment = new EndpointDeployment(context, shared);
            ContainerAttribute.offer(context, deployment.container);
            return deployment;
        });
    }

    /** The Jakarta face that has been made, or {@code null}. */
    static @Nullable EndpointDeployment existing(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) instanceof EndpointDeployment deployment ? deployment : null;
    }

    void end() {
        deployment.end();
    }

    /**
     * Deploys what was found and says in the log which paths are served, on which transport and why, and whether it is too early for injection.
     *
     * @throws ServletException if an endpoint is invalid, with all faults; the application then has none, and the deployment has ended
     */
    void deploy(Set<Class<?>> found, ServletContext context) throws ServletException {
        if (instances.isPending()) {
            LOG.log(
                    Level.WARNING,
                    "{0} is deployed before the container with injection has started, so configurators are made by their"
                            + " constructors: the listener that starts it has to come first",
                    ContainerAttribute.name(context));
        }
        deployNow(found, context);
    }

    /**
     * As {@link #deploy}, when the application's listeners have run where a container with injection is there that has not started. Its initializer, or
     * its listener, may come behind ours.
     */
    void deployWithInjection(Set<Class<?>> found, ServletContext context) throws ServletException {
        if (instances.isPending()) {
            postponed = found;
        } else {
            deployNow(found, context);
        }
    }

    private void deployNow(Set<Class<?>> found, ServletContext context) throws ServletException {
        boolean deployed = false;
        try {
            deployFound(found, context);
            deployed = true;
        } finally {
            if (!deployed) {
                end();
            }
        }
    }

    private void deployFound(Set<Class<?>> found, ServletContext context) throws ServletException {
        ApplicationEndpoints endpoints = FoundClasses.endpoints(found, instances, container::onEnd);
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
            LOG.log(
                    Level.INFO,
                    "WebSocket endpoints served by Tautline: {0}. Transport on {1}: {2}",
                    String.join(", ", paths),
                    context.getServerInfo(),
                    deployment.transport());
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
            Set<Class<?>> found = postponed;
            postponed = null;
            if (found != null) {
                try {
                    deploy(found, event.getServletContext());
                } catch (ServletException e) {
                    throw new IllegalStateException(e.getMessage(), e);
                }
            }
            container.applicationStarted();
        }
    }
}
