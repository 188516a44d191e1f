// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.UpgradeRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A request that outlives its handshake: everything is taken while the container still has it. Roles are asked of the principal's request then. */
record RequestSnapshot(
        String method,
        String protocol,
        URI requestUri,
        String path,
        @Nullable String queryString,
        Map<String, List<String>> queryParameters,
        Map<String, List<String>> headers,
        boolean isSecure,
        @Nullable Principal userPrincipal,
        Predicate<String> roles,
        @Nullable Object httpSession,
        @Nullable SocketAddress localAddress,
        @Nullable SocketAddress remoteAddress)
        implements UpgradeRequest {
    static RequestSnapshot of(UpgradeRequest request) {
        return new RequestSnapshot(
                request.method(),
                request.protocol(),
                request.requestUri(),
                request.path(),
                request.queryString(),
                request.queryParameters(),
                request.headers(),
                request.isSecure(),
                request.userPrincipal(),
                request::isUserInRole,
                request.httpSession(),
                request.localAddress(),
                request.remoteAddress());
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public boolean isUserInRole(String role) {
        return roles.test(role);
    }
}
