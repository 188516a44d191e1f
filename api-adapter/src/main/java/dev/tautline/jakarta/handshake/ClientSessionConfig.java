// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Extension;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client endpoint's configuration as one session sees it: with user properties of its own. */
public final class ClientSessionConfig extends SessionEndpointConfig<ClientEndpointConfig>
        implements ClientEndpointConfig {
    /** Copies the user properties. */
    public ClientSessionConfig(ClientEndpointConfig endpoint) {
        super(endpoint);
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
}
