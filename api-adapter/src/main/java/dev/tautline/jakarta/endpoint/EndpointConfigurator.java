// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The decisions of one endpoint's {@link ServerEndpointConfig.Configurator}: where its class overrides a method, that method
 * decides; where it does not, Tautline's default does, whichever provider the API would look up. Immutable; one per endpoint.
 */
public final class EndpointConfigurator {
    private EndpointConfigurator() {}

    /** The application's configurator object. */
    public ServerEndpointConfig.Configurator configurator() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether a handshake's origin is accepted: what an overridden {@code checkOrigin} says, else same-origin.
     *
     * @param origin the {@code Origin} header; "" when there is none
     * @param sameOrigin the container's own policy, asked only when the application does not decide
     */
    public boolean checkOrigin(String origin, BooleanSupplier sameOrigin) {
        throw new UnsupportedOperationException();
    }

    /** The chosen subprotocol; "" for none. */
    public String negotiatedSubprotocol(List<String> supported, List<String> requested) {
        throw new UnsupportedOperationException();
    }

    /** The extensions in use. */
    public List<Extension> negotiatedExtensions(List<Extension> installed, List<Extension> requested) {
        throw new UnsupportedOperationException();
    }

    /** Lets the application change the response. */
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        throw new UnsupportedOperationException();
    }

    /**
     * The endpoint's instance for a new session.
     *
     * @throws InstantiationException when it cannot be made
     */
    public Object endpointInstance(Class<?> endpointClass) throws InstantiationException {
        throw new UnsupportedOperationException();
    }

    /** Whether instances come from our factory, which then destroys them ({@link InstanceFactory#destroy}). */
    public boolean createsByFactory() {
        throw new UnsupportedOperationException();
    }
}
