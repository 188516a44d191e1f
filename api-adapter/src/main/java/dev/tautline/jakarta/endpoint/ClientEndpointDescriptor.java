// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A checked client endpoint, with its methods as handles. Immutable; serves any number of connections. */
public final class ClientEndpointDescriptor {
    private final ClientEndpointConfig config;
    private final EndpointShape shape;

    /** Given by the application, or {@code null} where each connection makes its own. */
    private final @Nullable Object given;

    /** Whether the configurator came from the instance factory, and ends by it. */
    private final boolean madeConfigurator;

    private ClientEndpointDescriptor(
            ClientEndpointConfig config, EndpointShape shape, @Nullable Object given, boolean madeConfigurator) {
        this.madeConfigurator = madeConfigurator;
        this.config = config;
        this.shape = shape;
        this.given = given;
    }

    /**
     * Describes a class with {@code @ClientEndpoint}.
     *
     * @param given the application's instance, or {@code null} to make one for each connection
     * @param instances where endpoint, configurator, encoders and decoders come from
     * @throws DeploymentException with every fault of the class
     */
    public static ClientEndpointDescriptor annotated(
            Class<?> endpointClass, @Nullable Object given, InstanceFactory instances) throws DeploymentException {
        DeploymentFaults faults = new DeploymentFaults();
        ClientEndpoint annotation = endpointClass.getAnnotation(ClientEndpoint.class);
        if (annotation == null) {
            throw new DeploymentException(endpointClass.getName()
                    + " has no @ClientEndpoint. An Endpoint is connected with its ClientEndpointConfig.");
        }
        List<String> subprotocols = Arrays.asList(annotation.subprotocols());
        faults.requireTokens(endpointClass, subprotocols);
        ClientEndpointConfig.Configurator configurator = configurator(annotation, endpointClass, instances, faults);
        CoderTable coders = CoderTable.of(
                Arrays.asList(annotation.encoders()),
                Arrays.asList(annotation.decoders()),
                endpointClass.getName(),
                faults);
        EndpointMethods methods = EndpointMethods.of(endpointClass, List.of(), coders, faults);
        requireCreatable(endpointClass, given, faults);
        if (configurator != null && !faults.isEmpty()) {
            instances.destroy(configurator);
        }
        faults.throwIfAny();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(subprotocols)
                .encoders(Arrays.asList(annotation.encoders()))
                .decoders(Arrays.asList(annotation.decoders()))
                .configurator(Objects.requireNonNull(configurator))
                .build();
        return new ClientEndpointDescriptor(
                config, new EndpointShape(endpointClass, instances, coders, methods), given, true);
    }

    /**
     * Describes an {@link Endpoint}.
     *
     * @param given the application's instance, or {@code null} to make one for each connection
     * @param instances where endpoint, encoders and decoders come from
     * @throws DeploymentException with every fault
     */
    public static ClientEndpointDescriptor programmatic(
            Class<? extends Endpoint> endpointClass,
            @Nullable Endpoint given,
            ClientEndpointConfig config,
            InstanceFactory instances)
            throws DeploymentException {
        DeploymentFaults faults = new DeploymentFaults();
        faults.requireTokens(endpointClass, config.getPreferredSubprotocols());
        CoderTable coders = CoderTable.of(config, endpointClass.getName(), faults);
        requireCreatable(endpointClass, given, faults);
        faults.throwIfAny();
        return new ClientEndpointDescriptor(
                config, new EndpointShape(endpointClass, instances, coders, null), given, false);
    }

    private static void requireCreatable(Class<?> endpointClass, @Nullable Object given, DeploymentFaults faults) {
        if (given == null && !CoderTable.isCreatable(endpointClass)) {
            faults.add(endpointClass.getName() + " cannot be instantiated; it must be a class of its own that is not"
                    + " abstract, or be given as an instance.");
        }
    }

    private static ClientEndpointConfig.@Nullable Configurator configurator(
            ClientEndpoint annotation, Class<?> endpointClass, InstanceFactory instances, DeploymentFaults faults) {
        try {
            return instances.create(annotation.configurator());
        } catch (InstantiationException e) {
            faults.add(endpointClass.getName() + ": its configurator cannot be created. " + e.getMessage(), e);
            return null;
        }
    }

    /** The application's configuration, or the one made from the annotation. */
    public ClientEndpointConfig config() {
        return config;
    }

    /**
     * The endpoint's instance for a new session.
     *
     * @throws InstantiationException when it can't be made
     */
    public Object newInstance() throws InstantiationException {
        return given == null ? shape.instances().create(shape.endpointClass()) : given;
    }

    /** Ends the configurator, where it came from the instance factory; once, when the session or the attempt has ended. */
    public void end() {
        if (madeConfigurator) {
            shape.instances().destroy(config.getConfigurator());
        }
    }

    /** Ends an instance whose session has ended; an application's own stays. */
    public void destroyInstance(Object instance) {
        if (given == null) {
            shape.instances().destroy(instance);
        }
    }

    /**
     * Creates and initialises the encoders and decoders of a new session.
     *
     * @param sessionConfig given to each {@code init}
     * @throws InstantiationException when one can't be made
     */
    public Coders newCoders(EndpointConfig sessionConfig) throws InstantiationException {
        return shape.newCoders(sessionConfig);
    }

    /** Joins an instance to its session. */
    public EndpointBinding bind(Session session, Object instance, Coders coders) {
        return shape.bind(session, instance, Map.of(), coders);
    }

    /** The endpoint class. */
    @Override
    public String toString() {
        return shape.endpointClass().getName();
    }
}
