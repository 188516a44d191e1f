// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Extension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client endpoint's configuration as one session sees it: with user properties of its own. */
public final class ClientSessionConfig implements ClientEndpointConfig {
    private final ClientEndpointConfig endpoint;
    private final Map<String, Object> userProperties;

    /** Copies the user properties. */
    public ClientSessionConfig(ClientEndpointConfig endpoint) {
        this.endpoint = endpoint;
        this.userProperties = new ConcurrentHashMap<>(endpoint.getUserProperties());
    }

    @Override
    public List<String> getPreferredSubprotocols() {
        return endpoint.getPreferredSubprotocols();
    }

    @Override
    public List<Extension> getExtensions() {
        return endpoint.getExtensions();
    }

    @Override
    public @Nullable SSLContext getSSLContext() {
        return endpoint.getSSLContext();
    }

    @Override
    public Configurator getConfigurator() {
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
