// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One deployed server endpoint: checked, with its methods as handles. Immutable, made at deployment, shared by its sessions. */
public final class EndpointDescriptor {
    private final ServerEndpointConfig config;
    private final UriTemplate template;
    private final EndpointConfigurator configurator;
    private final EndpointShape shape;

    EndpointDescriptor(
            ServerEndpointConfig config, UriTemplate template, EndpointConfigurator configurator, EndpointShape shape) {
        this.config = config;
        this.template = template;
        this.configurator = configurator;
        this.shape = shape;
    }

    /**
     * Describes a class with {@code @ServerEndpoint}.
     *
     * @throws DeploymentException with every fault of the class
     */
    public static EndpointDescriptor annotated(Class<?> endpointClass) throws DeploymentException {
        DeploymentFaults faults = new DeploymentFaults();
        return orThrow(annotated(endpointClass, InstanceFactory.ofConstructors(), faults), faults);
    }

    /**
     * As {@link #annotated(Class)}, with the faults collected.
     *
     * @param instances where the configurator, and each session's endpoint, encoders and decoders come from
     * @return null when there are faults
     */
    public static @Nullable EndpointDescriptor annotated(
            Class<?> endpointClass, InstanceFactory instances, DeploymentFaults faults) {
        return new EndpointParser(endpointClass, instances, faults).annotated();
    }

    /**
     * Describes the endpoint of a configuration: an {@code Endpoint}, or a class with annotated methods, whose own
     * {@code @ServerEndpoint} then does not count.
     *
     * @throws DeploymentException with every fault
     */
    public static EndpointDescriptor programmatic(ServerEndpointConfig config) throws DeploymentException {
        DeploymentFaults faults = new DeploymentFaults();
        return orThrow(programmatic(config, InstanceFactory.ofConstructors(), faults), faults);
    }

    /**
     * As {@link #programmatic(ServerEndpointConfig)}, with the faults collected.
     *
     * @param instances where each session's endpoint, encoders and decoders come from
     * @return null when there are faults
     */
    public static @Nullable EndpointDescriptor programmatic(
            ServerEndpointConfig config, InstanceFactory instances, DeploymentFaults faults) {
        Class<?> endpointClass = config.getEndpointClass();
        if (endpointClass == null) {
            faults.add("The configuration " + config.getClass().getName() + " for the path \"" + config.getPath()
                    + "\" names no endpoint class.");
            return null;
        }
        return new EndpointParser(endpointClass, instances, faults).programmatic(config);
    }

    private static EndpointDescriptor orThrow(@Nullable EndpointDescriptor descriptor, DeploymentFaults faults)
            throws DeploymentException {
        faults.throwIfAny();
        if (descriptor == null) {
            throw new AssertionError("neither an endpoint nor a fault");
        }
        return descriptor;
    }

    /**
     * The application's configuration, or the one made from the annotation. Its user properties are the endpoint's, not a
     * session's.
     */
    public ServerEndpointConfig config() {
        return config;
    }

    public UriTemplate template() {
        return template;
    }

    /** The handshake's decisions. */
    public EndpointConfigurator configurator() {
        return configurator;
    }

    /** The endpoint's instance for a new session, from the configurator. */
    public Object newInstance() throws InstantiationException {
        return configurator.endpointInstance(shape.endpointClass());
    }

    /** Ends an instance whose session has ended, where it came from the instance factory. */
    public void destroyInstance(Object instance) {
        configurator.destroyInstance(instance);
    }

    /** Ends the configurator, where it came from the instance factory; once, when no handshake comes any more. */
    public void end() {
        configurator.end();
    }

    /**
     * Creates and initialises the encoders and decoders of a new session.
     *
     * @param sessionConfig given to each {@code init}
     * @throws InstantiationException when one cannot be made
     */
    public Coders newCoders(EndpointConfig sessionConfig) throws InstantiationException {
        return shape.newCoders(sessionConfig);
    }

    /**
     * Joins an instance to its session.
     *
     * @param instance from {@link #newInstance}
     * @param pathParameters the decoded values by name
     * @throws IllegalArgumentException when the instance is not one of the endpoint's class
     */
    public EndpointBinding bind(Session session, Object instance, Map<String, String> pathParameters, Coders coders) {
        return shape.bind(session, instance, pathParameters, coders);
    }

    /** The endpoint class and its path. */
    @Override
    public String toString() {
        return shape.endpointClass().getName() + " (" + template + ")";
    }
}
