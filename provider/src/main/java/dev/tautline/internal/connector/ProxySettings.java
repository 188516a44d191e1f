// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a client and its server. Immutable; equal settings share what the connector keeps for them.
 *
 * @param kind how it is asked for a connection
 * @param secure whether it is spoken to with TLS
 * @param host a name or an address; IPv6 with brackets
 * @param port 1 to 65535
 * @param credentials for Basic authentication (HTTP) or username and password (SOCKS5), the user name for SOCKS4; or {@code null}
 * @param headers of the CONNECT request, after those that it has anyway; none for SOCKS
 * @param tls for the connection to the proxy
 */
public record ProxySettings(
        Kind kind,
        boolean secure,
        String host,
        int port,
        @Nullable Credentials credentials,
        List<Map.Entry<String, String>> headers,
        TlsSettings tls) {
    private static final int SOCKS_PORT = 1080;

    public ProxySettings {
        headers = List.copyOf(headers);
        if (kind != Kind.HTTP && (secure || !headers.isEmpty())) {
            throw new IllegalArgumentException("A SOCKS proxy has no TLS and no header fields");
        }
    }

    /** The protocol that a proxy speaks. */
    public enum Kind {
        /** HTTP CONNECT (RFC 9110 §9.3.6), for plain targets too. */
        HTTP,
        /** SOCKS 4, or 4A where the target is a name. */
        SOCKS4,
        /** SOCKS 5 (RFC 1928); names are resolved by the proxy. */
        SOCKS5
    }

    /** A user name and a password, never in a log. */
    public record Credentials(String user, String password) {
        /**
         * From the user information of a URI.
         *
         * @param rawUserInfo percent-encoded; without a colon the password is empty
         */
        public static Credentials of(String rawUserInfo) {
            int colon = rawUserInfo.indexOf(':');
            String user = colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon);
            return new Credentials(decode(user), colon < 0 ? "" : decode(rawUserInfo.substring(colon + 1)));
        }

        /** As {@link #of}, with percent signs left as they are. */
        public static Credentials undecoded(String rawUserInfo) {
            int colon = rawUserInfo.indexOf(':');
            return new Credentials(
                    colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon),
                    colon < 0 ? "" : rawUserInfo.substring(colon + 1));
        }

        private static String decode(String text) {
            // URLDecoder is for forms, where + is a blank.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        /** The value of {@code Authorization} or {@code Proxy-Authorization} (RFC 7617). */
        public String basic() {
            byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /**
     * A proxy by its address: {@code http}, {@code ws}, {@code https}, {@code wss}, {@code socks4}, {@code socks5} or {@code socks}
     * (5).
     *
     * @param origin scheme, host, perhaps port and user information
     * @throws IllegalArgumentException if it is none of these
     */
    public static ProxySettings of(URI origin, List<Map.Entry<String, String>> headers, TlsSettings tls) {
        String scheme = String.valueOf(origin.getScheme()).toLowerCase(Locale.ROOT);
        if (origin.getHost() == null) {
            throw new IllegalArgumentException("The proxy's address has no host; it is like http://proxy.example:3128");
        }
        String userInfo = origin.getRawUserInfo();
        Credentials credentials = userInfo == null ? null : Credentials.of(userInfo);
        Kind kind = kind(scheme);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        int port = origin.getPort();
        if (port < 0) {
            port = kind == Kind.HTTP ? ExchangeRequest.Target.defaultPort(secure) : SOCKS_PORT;
        }
        return new ProxySettings(kind, secure, origin.getHost(), port, credentials, headers, tls);
    }

    private static Kind kind(String scheme) {
        return switch (scheme) {
            case "http", "ws", "https", "wss" -> Kind.HTTP;
            case "socks4", "socks4a" -> Kind.SOCKS4;
            case "socks", "socks5", "socks5h" -> Kind.SOCKS5;
            default ->
                throw new IllegalArgumentException(
                        "The scheme of a proxy is http, https, socks4 or socks5, not " + scheme);
        };
    }
}
