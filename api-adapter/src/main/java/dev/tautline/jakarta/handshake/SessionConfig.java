// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An endpoint's configuration as one session sees it: with user properties of its own, a copy made before {@code modifyHandshake} (Jakarta WebSocket
 * §3.1.7).
 */
final class SessionConfig implements ServerEndpointConfig {
    private final ServerEndpointConfig endpoint;
    private final Map<String, Object> userProperties;

    SessionConfig(ServerEndpointConfig endpoint) {
        this.endpoint = endpoint;
        this.userProperties = new ConcurrentHashMap<>(endpoint.getUserProperties());
    }

    @Override
    public Class<?> getEndpointClass() {
        return endpoint.getEndpointClass();
    }

    @Override
    public String getPath() {
        return endpoint.getPath();
    }

    @Override
    public List<String> getSubprotocols() {
        return endpoint.getSubprotocols();
    }

    @Override
    public List<Extension> getExtensions() {
        return endpoint.getExtensions();
    }

    @Override
    public ServerEndpointConfig.Configurator getConfigurator() {
        return endpoint.getConfigurator();
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
