// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import dev.tautline.spec.UpgradeRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's core, outside of any web application, as the engine sees it. */
final class JettyUpgradeRequest implements UpgradeRequest {
    private final Request request;

    JettyUpgradeRequest(Request request) {
        this.request = request;
    }

    /** Whether the upgrade that is asked for may be ours; generous, because the handshake has a proper answer for what is not quite right. */
    boolean isForWebSocket() {
        return method().equals("CONNECT")
                || headers("Upgrade").stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String protocol() {
        return request.getConnectionMetaData().getProtocol();
    }

    @Override
    public URI requestUri() {
        String scheme = isSecure() ? "wss" : "ws";
        String host = Request.getServerName(request);
        int port = Request.getServerPort(request);
        int defaultPort = isSecure() ? 443 : 80;
        String authority = port == defaultPort || port <= 0 ? host : host + ':' + port;
        String query = queryString();
        String rest = request.getHttpURI().getPath() + (query == null ? "" : '?' + query);
        try {
            return new URI(scheme + "://" + authority + rest);
        } catch (URISyntaxException e) {
            // Jetty lets characters pass that no URI may have.
            return quoted(scheme, host, port == defaultPort ? -1 : port, query);
        }
    }

    private URI quoted(String scheme, String host, int port, @Nullable String query) {
        try {
            return new URI(scheme, null, host, port, request.getHttpURI().getDecodedPath(), query, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The request has no usable URI", e);
        }
    }

    @Override
    public String path() {
        String path = request.getHttpURI().getPath();
        if (path.isEmpty()) {
            return "/";
        }
        // Parameters stand at the end of a segment.
        return path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*", "");
    }

    @Override
    public @Nullable String queryString() {
        return request.getHttpURI().getQuery();
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            parameters.put(field.getName(), List.copyOf(field.getValues()));
        }
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public List<String> headers(String name) {
        return List.copyOf(request.getHeaders().getValuesList(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName(), this::headers);
        }
        return Collections.unmodifiableMap(headers);
    }

    @Override
    public boolean isSecure() {
        return request.isSecure();
    }

    /** Nobody: Jetty's security belongs to its contexts, which this request never reaches. */
    @Override
    public @Nullable Principal userPrincipal() {
        return null;
    }

    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public @Nullable Object httpSession() {
        return null;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return request.getConnectionMetaData().getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return request.getConnectionMetaData().getRemoteSocketAddress();
    }
}
