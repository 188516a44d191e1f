// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one endpoint's {@link ServerEndpointConfig.Configurator}: where its class overrides a method, that method
 * decides; where it does not, Tautline's default does, whichever provider the API would look up. Immutable; one per endpoint.
 */
public final class EndpointConfigurator {
    private final ServerEndpointConfig.Configurator configurator;
    private final DefaultConfigurator defaults;
    private final InstanceFactory instances;
    private final boolean ownOrigin;
    private final boolean ownSubprotocol;
    private final boolean ownExtensions;
    /** Where its class makes or finds instances itself. */
    private final @Nullable GivenInstances given;

    /** Whether the configurator came from the instance factory, and ends by it. */
    private final boolean made;

    private EndpointConfigurator(
            ServerEndpointConfig.Configurator configurator,
            Class<?> declared,
            InstanceFactory instances,
            boolean made) {
        this.made = made;
        this.configurator = configurator;
        this.instances = instances;
        this.defaults = new DefaultConfigurator(instances);
        this.ownOrigin = overrides(declared, "checkOrigin", String.class);
        this.ownSubprotocol = overrides(declared, "getNegotiatedSubprotocol", List.class, List.class);
        this.ownExtensions = overrides(declared, "getNegotiatedExtensions", List.class, List.class);
        this.given = overrides(declared, "getEndpointInstance", Class.class)
                ? new GivenInstances(configurator, instances)
                : null;
    }

    /** Of a configurator that a configuration has. */
    static EndpointConfigurator of(ServerEndpointConfig.Configurator configurator, InstanceFactory instances) {
        return new EndpointConfigurator(configurator, configurator.getClass(), instances, false);
    }

    /** Of a class that an annotation names; it is instantiated here, once. */
    static EndpointConfigurator of(
            Class<? extends ServerEndpointConfig.Configurator> declared, InstanceFactory instances)
            throws InstantiationException {
        // What the factory gives may be a proxy, which overrides everything: the declared class tells what is
        // overridden.
        return declared == ServerEndpointConfig.Configurator.class
                ? of(new DefaultConfigurator(instances), instances)
                : new EndpointConfigurator(instances.create(declared), declared, instances, true);
    }

    private static boolean overrides(Class<?> declared, String method, Class<?>... parameters) {
        try {
            Class<?> deciding = declared.getMethod(method, parameters).getDeclaringClass();
            return deciding != ServerEndpointConfig.Configurator.class
                    && deciding != DefaultConfigurator.class
                    && !isContainerDefault(deciding);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    /** A configuration built without a configurator has the default one of the provider that was found first. */
    private static boolean isContainerDefault(Class<?> type) {
        return isService(type, Thread.currentThread().getContextClassLoader())
                || isService(type, type.getClassLoader());
    }

    private static boolean isService(Class<?> type, ClassLoader loader) {
        try {
            return ServiceLoader.load(ServerEndpointConfig.Configurator.class, loader).stream()
                    .anyMatch(provider -> provider.type() == type);
        } catch (ServiceConfigurationError e) {
            // A broken registration of somebody else; what it names is no class that decides here.
            return false;
        }
    }

    /** The application's configurator object. */
    public ServerEndpointConfig.Configurator configurator() {
        return configurator;
    }

    /**
     * Whether a handshake's origin is accepted: what an overridden {@code checkOrigin} says, else same-origin.
     *
     * @param origin the {@code Origin} header, or null when there is none
     * @param sameOrigin the container's own policy, asked only when the application does not decide
     */
    public boolean checkOrigin(@Nullable String origin, BooleanSupplier sameOrigin) {
        return ownOrigin ? configurator.checkOrigin(origin) : sameOrigin.getAsBoolean();
    }

    /** The chosen subprotocol; "" for none. */
    public String negotiatedSubprotocol(List<String> supported, List<String> requested) {
        return Objects.requireNonNullElse(
                (ownSubprotocol ? configurator : defaults).getNegotiatedSubprotocol(supported, requested), "");
    }

    /** The extensions in use. */
    public List<Extension> negotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        return Objects.requireNonNullElse(
                (ownExtensions ? configurator : defaults).getNegotiatedExtensions(installed, requested), List.of());
    }

    /** Lets the application change the response. */
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        configurator.modifyHandshake(config, request, response);
    }

    /**
     * The endpoint's instance for a new session.
     *
     * @throws InstantiationException when it cannot be made
     */
    public Object endpointInstance(Class<?> endpointClass) throws InstantiationException {
        Object instance = given == null ? defaults.getEndpointInstance(endpointClass) : given.give(endpointClass);
        if (!endpointClass.isInstance(instance)) {
            throw new InstantiationException(configurator.getClass().getName() + " gave "
                    + (instance == null
                            ? "null"
                            : "an instance of " + instance.getClass().getName())
                    + " for the endpoint " + endpointClass.getName() + ".");
        }
        return instance;
    }

    /** Ends an instance whose session has ended, where it came from the instance factory. */
    void destroyInstance(Object instance) {
        if (given == null) {
            instances.destroy(instance);
        } else {
            given.end(instance);
        }
    }

    /** Ends the configurator itself, where it came from the instance factory. */
    void end() {
        if (made) {
            instances.destroy(configurator);
        }
    }

    /** Whether instances come from our factory, not from the application. */
    boolean createsByFactory() {
        return given == null;
    }
}
