// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.spec.UpgradeRequest;
import jakarta.websocket.server.HandshakeRequest;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request that a configurator sees; valid until the handshake has been answered. */
final class JakartaHandshakeRequest implements HandshakeRequest {
    private final UpgradeRequest request;
    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> parameters;

    JakartaHandshakeRequest(UpgradeRequest request, Map<String, List<String>> parameters) {
        this.request = request;
        this.headers = request.headers();
        this.parameters = parameters;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return request.userPrincipal();
    }

    @Override
    public URI getRequestURI() {
        return request.requestUri();
    }

    @Override
    public boolean isUserInRole(String role) {
        return request.isUserInRole(role);
    }

    @Override
    public @Nullable Object getHttpSession() {
        return request.httpSession();
    }

    @Override
    public Map<String, List<String>> getParameterMap() {
        return parameters;
    }

    @Override
    public @Nullable String getQueryString() {
        return request.queryString();
    }
}
