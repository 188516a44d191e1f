// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An endpoint's configuration as one session sees it: everything is the endpoint's, but the user properties are the session's own, copied when
 * this is made.
 *
 * @param <C> the configuration of a server's endpoint or of a client's
 */
abstract class SessionEndpointConfig<C extends EndpointConfig> implements EndpointConfig {
    final C endpoint;
    private final Map<String, Object> userProperties;

    SessionEndpointConfig(C endpoint) {
        this.endpoint = endpoint;
        this.userProperties = new ConcurrentHashMap<>(endpoint.getUserProperties());
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return endpoint.getEncoders();
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return endpoint.getDecoders();
    }

    @Override
    public Map<String, Object> getUserProperties() {
        return userProperties;
    }
}
