// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.UpgradeRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent: a good client's, to be changed. Dies when the handshake is over, as a container's does. */
final class MemoryRequest implements UpgradeRequest {
    private String method = "GET";
    private String target;
    private boolean secure;
    private @Nullable String user;
    private boolean over;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private MemoryRequest(String target) {
        this.target = target;
    }

    /** A good client's opening handshake. */
    static MemoryRequest get(String target) {
        return new MemoryRequest(target)
                .with("Host", "example.com")
                .with("Connection", "keep-alive, Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .with("Sec-WebSocket-Version", "13");
    }

    MemoryRequest method(String name) {
        method = name;
        return this;
    }

    /** Replaces a header by the values given; none removes it. */
    MemoryRequest with(String name, String... values) {
        if (values.length == 0) {
            headers.remove(name);
        } else {
            headers.put(name, List.of(values));
        }
        return this;
    }

    MemoryRequest secure() {
        secure = true;
        return this;
    }

    MemoryRequest user(String name) {
        user = name;
        return this;
    }

    /** From now on the container has forgotten the request. */
    void end() {
        over = true;
    }

    private void requireAlive() {
        if (over) {
            throw new IllegalStateException("The request is over");
        }
    }

    @Override
    public String method() {
        requireAlive();
        return method;
    }

    @Override
    public String protocol() {
        requireAlive();
        return "HTTP/1.1";
    }

    @Override
    public URI requestUri() {
        requireAlive();
        return URI.create((secure ? "wss" : "ws") + "://example.com" + target);
    }

    @Override
    public String path() {
        requireAlive();
        return target.replaceAll("\\?.*", "").replaceAll(";[^/]*", "");
    }

    @Override
    public @Nullable String queryString() {
        requireAlive();
        int mark = target.indexOf('?');
        return mark < 0 ? null : target.substring(mark + 1);
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        requireAlive();
        return Map.of();
    }

    @Override
    public List<String> headers(String name) {
        requireAlive();
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public Map<String, List<String>> headers() {
        requireAlive();
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
        return copy;
    }

    @Override
    public boolean isSecure() {
        requireAlive();
        return secure;
    }

    @Override
    public @Nullable Principal userPrincipal() {
        requireAlive();
        String name = user;
        return name == null ? null : () -> name;
    }

    @Override
    public boolean isUserInRole(String role) {
        requireAlive();
        return role.equals(user);
    }

    @Override
    public @Nullable Object httpSession() {
        requireAlive();
        return null;
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("memory", 1);
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("memory", 2);
    }
}
