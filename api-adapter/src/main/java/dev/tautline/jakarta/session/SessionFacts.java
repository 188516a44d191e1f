// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import jakarta.websocket.Extension;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the opening handshake left behind for a session. Immutable.
 *
 * @param requestUri with scheme, host, port and query
 * @param queryString without {@code ?}, or {@code null}
 * @param pathParameters decoded values by name
 * @param requestParameters path and query parameters
 * @param subprotocol empty where none was agreed
 * @param httpSession the HTTP session at the time of the handshake, or {@code null}
 */
public record SessionFacts(
        URI requestUri,
        @Nullable String queryString,
        Map<String, String> pathParameters,
        Map<String, List<String>> requestParameters,
        String subprotocol,
        List<Extension> extensions,
        boolean secure,
        @Nullable Principal userPrincipal,
        @Nullable Object httpSession) {}
