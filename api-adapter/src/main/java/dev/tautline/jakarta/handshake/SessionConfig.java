// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/**
 * An endpoint's configuration as one session sees it: with user properties of its own, a copy made before {@code modifyHandshake} (Jakarta WebSocket
 * §3.1.7).
 */
final class SessionConfig extends SessionEndpointConfig<ServerEndpointConfig> implements ServerEndpointConfig {
    SessionConfig(ServerEndpointConfig endpoint) {
        super(endpoint);
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
}
