// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.spec.UpgradeRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A browser's opening handshake with {@code example.com}, to be changed. */
final class BrowserRequest implements UpgradeRequest {
    private final String path;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    BrowserRequest(String path) {
        this.path = path;
        header("Host", "example.com");
        header("Upgrade", "websocket");
        header("Connection", "keep-alive, Upgrade");
        header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        header("Sec-WebSocket-Version", "13");
        header("Origin", "http://example.com");
    }

    BrowserRequest header(String name, String value) {
        headers.put(name, List.of(value));
        return this;
    }

    BrowserRequest without(String name) {
        headers.remove(name);
        return this;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public URI requestUri() {
        return URI.create("ws://example.com/app" + path + "?q=1");
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String queryString() {
        return "q=1";
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        return Map.of("q", List.of("1"), "room", List.of("query"));
    }

    @Override
    public List<String> headers(String name) {
        return new ArrayList<>(headers.getOrDefault(name, List.of()));
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public Principal userPrincipal() {
        return () -> "duke";
    }

    @Override
    public boolean isUserInRole(String role) {
        return role.equals("admin");
    }

    @Override
    public Object httpSession() {
        return "the HTTP session";
    }

    @Override
    public SocketAddress localAddress() {
        return null;
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }
}
