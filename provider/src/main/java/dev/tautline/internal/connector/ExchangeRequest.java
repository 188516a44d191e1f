// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import dev.tautline.internal.runtime.EngineRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A GET request for an opening handshake. Immutable.
 *
 * @param target where to
 * @param headers all header fields, in the order to be sent; nothing is added but {@code Host}, last, where it is missing
 * @param unixSocket the path of a Unix domain socket to connect to instead of the target's host, or {@code null}
 * @param proxy to go through, or {@code null}; not together with a Unix domain socket
 * @param tls for the connection to the target if it is {@link Target#secure}
 * @param runtime whose loops take plain TCP connections; its owner keeps it as long as the transport is open
 */
public record ExchangeRequest(
        Target target,
        List<Map.Entry<String, String>> headers,
        @Nullable Path unixSocket,
        @Nullable ProxySettings proxy,
        TlsSettings tls,
        EngineRuntime runtime) {
    public ExchangeRequest {
        headers = List.copyOf(headers);
        if (unixSocket != null && (proxy != null || target.secure())) {
            throw new IllegalArgumentException("A Unix domain socket is connected to directly and without TLS");
        }
        for (Map.Entry<String, String> header : headers) {
            requireLatin1(header);
        }
    }

    /** RFC 9112 §2.2: a message is a sequence of octets; what is beyond ISO 8859-1 has none. */
    private static void requireLatin1(Map.Entry<String, String> header) {
        if (header.getValue().chars().anyMatch(c -> c > 0xFF)) {
            throw new IllegalArgumentException(
                    "The value of the header field " + header.getKey() + " has a character beyond ISO 8859-1");
        }
    }

    /**
     * The server and what is asked of it.
     *
     * @param secure whether with TLS
     * @param host a name or an address; IPv6 with brackets
     * @param port 1 to 65535
     * @param requestTarget path and query as they stand in the request line, from {@code /} on
     */
    public record Target(boolean secure, String host, int port, String requestTarget) {
        private static final int HTTP_PORT = 80;
        private static final int HTTPS_PORT = 443;
        private static final int MAX_PORT = 65535;

        public Target {
            Objects.requireNonNull(host, "host");
            if (host.isEmpty()) {
                throw new IllegalArgumentException("The host is empty");
            }
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("The port is 1 to 65535, not " + port);
            }
            if (!requestTarget.startsWith("/") || !requestTarget.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                throw new IllegalArgumentException("The path starts with / and has no blanks: " + requestTarget);
            }
        }

        /** The port that need not be written. */
        public static int defaultPort(boolean secure) {
            return secure ? HTTPS_PORT : HTTP_PORT;
        }

        /** Host, and port where it is not the scheme's: the value of {@code Host}. */
        public String authority() {
            return port == defaultPort(secure) ? host : host + ':' + port;
        }
    }
}
