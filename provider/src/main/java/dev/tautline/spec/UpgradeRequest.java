// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

import java.net.SocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request that asks for a WebSocket connection, whatever container received it. Valid until the opening handshake has
 * been answered; take what is needed later (headers, principal, session) before that.
 */
public interface UpgradeRequest {
    /** The HTTP method, {@code GET} for HTTP/1.1 and {@code CONNECT} for RFC 8441. */
    String method();

    /** The protocol of the request line, {@code HTTP/1.1} for example. */
    String protocol();

    /** The full request URI with query: scheme {@code ws} or {@code wss}, host and port as the client addressed them. */
    URI requestUri();

    /**
     * The path below the application's context path, starting with {@code /}: percent-encoded as it came, without path parameters
     * ({@code ;name=value}) and query.
     */
    String path();

    /** The raw query without {@code ?}, or {@code null}. */
    @Nullable String queryString();

    /** The query parameters, decoded, in the order of the request. */
    Map<String, List<String>> queryParameters();

    /** The values of a header in the order received, one element per header line; empty where it is missing. */
    List<String> headers(String name);

    /** All headers; the map's look-up ignores case. */
    Map<String, List<String>> headers();

    /** Whether the connection to this process is encrypted, or a declared proxy says that the client's is. */
    boolean isSecure();

    /** The user that the container or the application's filters have authenticated, or {@code null}. */
    @Nullable Principal userPrincipal();

    /** Whether the user has the role, as the container knows it. */
    boolean isUserInRole(String role);

    /** The HTTP session that exists already (a {@code jakarta.servlet.http.HttpSession} in servlet containers), or {@code null}. */
    @Nullable Object httpSession();

    /** The address of this end, or {@code null} where it is unknown. */
    @Nullable SocketAddress localAddress();

    /** The address of the TCP peer, or {@code null} where it is unknown. */
    @Nullable SocketAddress remoteAddress();
}
