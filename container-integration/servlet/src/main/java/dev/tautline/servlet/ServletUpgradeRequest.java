// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A servlet request as the engine sees it. Headers come from the request as the gate received it, identity and session from the request
 * as the application's filters have wrapped it.
 */
final class ServletUpgradeRequest implements UpgradeRequest {
    private final HttpServletRequest original;
    private final HttpServletRequest outermost;

    ServletUpgradeRequest(HttpServletRequest original, HttpServletRequest outermost) {
        this.original = original;
        this.outermost = outermost;
    }

    @Override
    public String method() {
        return original.getMethod();
    }

    @Override
    public String protocol() {
        return original.getProtocol();
    }

    @Override
    public URI requestUri() {
        StringBuffer url = outermost.getRequestURL();
        int scheme = url.indexOf(":");
        url.replace(0, scheme, isSecure() ? "wss" : "ws");
        String query = original.getQueryString();
        return uri(
                query == null ? url.toString() : url.append('?').append(query).toString());
    }

    /** Containers let characters pass that no URI may have; they are percent-encoded. */
    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return URI.create(encodeIllegal(text));
        }
    }

    private static String encodeIllegal(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean legal = b > ' ' && b < 0x7F && "\"<>\\^`{|}%#".indexOf(b) < 0;
            boolean escape = b == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2]);
            if (legal || escape) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    @Override
    public String path() {
        return path(original.getRequestURI(), original.getContextPath());
    }

    /** What of the URI is behind the context, as it was sent, without path parameters. */
    static String path(String uri, String context) {
        String path = withoutPathParameters(uri.substring(context.length()));
        return path.isEmpty() ? "/" : path;
    }

    private static String withoutPathParameters(String uri) {
        if (uri.indexOf(';') < 0) {
            return uri;
        }
        StringBuilder path = new StringBuilder(uri.length());
        boolean parameter = false;
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            parameter = c == ';' || (parameter && c != '/');
            if (!parameter) {
                path.append(c);
            }
        }
        return path.toString();
    }

    @Override
    public @Nullable String queryString() {
        return original.getQueryString();
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        original.getParameterMap().forEach((name, values) -> parameters.put(name, List.copyOf(Arrays.asList(values))));
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public List<String> headers(String name) {
        return list(original.getHeaders(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : list(original.getHeaderNames())) {
            headers.put(name, headers(name));
        }
        return Collections.unmodifiableMap(headers);
    }

    private static List<String> list(@Nullable Enumeration<String> values) {
        if (values == null) {
            return List.of();
        }
        List<String> list = new ArrayList<>();
        while (values.hasMoreElements()) {
            list.add(values.nextElement());
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    public boolean isSecure() {
        return outermost.isSecure();
    }

    @Override
    public @Nullable Principal userPrincipal() {
        return outermost.getUserPrincipal();
    }

    @Override
    public boolean isUserInRole(String role) {
        return outermost.isUserInRole(role);
    }

    @Override
    public @Nullable Object httpSession() {
        return outermost.getSession(false);
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return ConnectionFacts.of(original).local();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return ConnectionFacts.of(original).remote();
    }
}
