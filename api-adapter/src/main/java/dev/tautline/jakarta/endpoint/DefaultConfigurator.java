// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The default configurator: what an endpoint has whose own configurator overrides nothing. Thread safe.
 *
 * <p>It is registered as the platform's {@link ServerEndpointConfig.Configurator} service, because the API asks that service
 * wherever an application calls {@code super.getNegotiatedExtensions(…)} and the like, and whenever it builds a
 * {@code ServerEndpointConfig} without a configurator; with no service there, both throw. Every method is implemented here
 * without {@code super}: the superclass would ask the service, this class, again. Who answers such a call:
 *
 * <ul>
 *   <li>no other provider in sight (Jetty without its WebSocket module, an embedded server): this class;
 *   <li>a WAR in a container with a provider of its own: whichever of the two services the context class loader lists first.
 *       Where it is this one, endpoints that the container's provider serves ask it too; its answers are the specification's
 *       defaults. Where it is the container's, its answers are the same but for details, and what
 *       {@code super.getEndpointInstance(…)} gives comes from a constructor, without injection. In a WAR on Tomcat, whose edition of the API has one
 *       default for the whole server, it is Tomcat's. A configurator that extends this class has it as its {@code super} everywhere.
 * </ul>
 *
 * What an application's configurator does not override never depends on that: {@link EndpointConfigurator} asks no service.
 */
public class DefaultConfigurator extends ServerEndpointConfig.Configurator {
    private final @Nullable InstanceFactory instances;

    /**
     * The platform's. Asked by the configurator of an endpoint while that makes the endpoint's instance for a handshake, it creates by the application's factory,
     * and the instance ends with the session; otherwise by constructors.
     */
    public DefaultConfigurator() {
        this.instances = null;
    }

    /** Creates endpoints by a factory. */
    public DefaultConfigurator(InstanceFactory instances) {
        this.instances = instances;
    }

    @Override
    public ServerEndpointConfig.Configurator getContainerDefaultConfigurator() {
        return this;
    }

    /** The first subprotocol in the client's order that the endpoint supports; "" for none. */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.stream().filter(supported::contains).findFirst().orElse("");
    }

    /** The requested extensions that are installed by name, as requested: in the client's order with its parameters. */
    @Override
    public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        Set<String> names = installed.stream().map(Extension::getName).collect(Collectors.toSet());
        return requested.stream()
                .filter(extension -> names.contains(extension.getName()))
                .toList();
    }

    /**
     * Accepts. The same-origin rule needs the request's host, which this method is not given; the handshake applies it for
     * every endpoint whose configurator does not override this method. A configurator that does override it decides alone,
     * also when it calls {@code super}.
     */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    /** Changes nothing. */
    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        // The response stays as it is.
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) throws InstantiationException {
        return instances == null ? GivenInstances.create(endpointClass) : instances.create(endpointClass);
    }
}
