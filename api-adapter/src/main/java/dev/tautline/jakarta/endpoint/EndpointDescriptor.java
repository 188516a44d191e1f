// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One deployed server endpoint: checked, with its methods as handles. Immutable, made at deployment, shared by its sessions. */
public final class EndpointDescriptor {
    private EndpointDescriptor() {}

    /**
     * Describes a class with {@code @ServerEndpoint}.
     *
     * @throws DeploymentException with every fault of the class
     */
    public static EndpointDescriptor annotated(Class<?> endpointClass) throws DeploymentException {
        throw new UnsupportedOperationException();
    }

    /**
     * As {@link #annotated(Class)}, with the faults collected.
     *
     * @return null when there are faults
     */
    public static @Nullable EndpointDescriptor annotated(
            Class<?> endpointClass, InstanceFactory instances, DeploymentFaults faults) {
        throw new UnsupportedOperationException();
    }

    /**
     * Describes the endpoint of a configuration: an {@code Endpoint}, or a class with annotated methods, whose own
     * {@code @ServerEndpoint} then does not count.
     *
     * @throws DeploymentException with every fault
     */
    public static EndpointDescriptor programmatic(ServerEndpointConfig config) throws DeploymentException {
        throw new UnsupportedOperationException();
    }

    /**
     * As {@link #programmatic(ServerEndpointConfig)}, with the faults collected.
     *
     * @return null when there are faults
     */
    public static @Nullable EndpointDescriptor programmatic(
            ServerEndpointConfig config, InstanceFactory instances, DeploymentFaults faults) {
        throw new UnsupportedOperationException();
    }

    /** The application's configuration, or the one made from the annotation. Its user properties are the endpoint's, not a session's. */
    public ServerEndpointConfig config() {
        throw new UnsupportedOperationException();
    }

    public UriTemplate template() {
        throw new UnsupportedOperationException();
    }

    /** The handshake's decisions. */
    public EndpointConfigurator configurator() {
        throw new UnsupportedOperationException();
    }

    /** The endpoint's instance for a new session, from the configurator. */
    public Object newInstance() throws InstantiationException {
        throw new UnsupportedOperationException();
    }

    /** Ends an instance whose session has ended, where it came from the instance factory. */
    public void destroyInstance(Object instance) {
        throw new UnsupportedOperationException();
    }

    /** Creates and initialises the encoders and decoders of a new session. */
    public Coders newCoders(EndpointConfig sessionConfig) throws InstantiationException {
        throw new UnsupportedOperationException();
    }

    /**
     * Joins an instance to its session.
     *
     * @param instance from {@link #newInstance}, or given to {@code upgradeHttpToWebSocket}
     * @param pathParameters the decoded values by name
     * @throws IllegalArgumentException when the instance is not one of the endpoint's class
     */
    public EndpointBinding bind(Session session, Object instance, Map<String, String> pathParameters, Coders coders) {
        throw new UnsupportedOperationException();
    }
}
