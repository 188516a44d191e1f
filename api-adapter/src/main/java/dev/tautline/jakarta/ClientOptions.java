// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client endpoint is connected: user properties of its {@code ClientEndpointConfig}, otherwise parameters of its container, of the name
 * {@code dev.tautline.client.} + component, times in milliseconds.
 *
 * @param handshakeTimeout for each request and its response, connecting included; 30 s, zero for ever
 * @param maxRedirects how many redirects are followed; 0
 * @param maxRetryAfter the longest {@code Retry-After} of a 503 that is waited for, five times at most; zero: none
 * @param credentials from {@code user} and {@code password}, for challenges of the server; {@code null} for none
 * @param proxy its address, such as {@code http://user:password@proxy.example:3128} or {@code socks5://proxy.example}; {@code null} for none
 * @param compression whether permessage-deflate is offered where the configuration does not list it; false
 * @param tls from {@code getSSLContext}, {@code verifyHostName} (true), {@code serverName}, and comma-separated {@code tlsProtocols} and
 *     {@code cipherSuites}
 */
record ClientOptions(
        Duration handshakeTimeout,
        int maxRedirects,
        Duration maxRetryAfter,
        ProxySettings.@Nullable Credentials credentials,
        @Nullable ProxySettings proxy,
        boolean compression,
        TlsSettings tls) {
    /** The prefix of all names. */
    static final String PREFIX = JakartaOptions.PREFIX + "client.";

    private static final int MAX_REDIRECTS = 100;

    /**
     * Reads options from named values.
     *
     * @param parameters the value of a full name, or {@code null} for the default
     * @throws IllegalArgumentException if a value is out of its range
     */
    static ClientOptions from(Function<String, @Nullable String> parameters, @Nullable SSLContext context) {
        ParameterValues values = new ParameterValues(PREFIX, parameters);
        String user = values.value("user");
        String password = values.value("password");
        TlsSettings tls = new TlsSettings(
                context,
                List.of(),
                values.flag("verifyHostName", true),
                values.value("serverName"),
                list(values.value("tlsProtocols")),
                list(values.value("cipherSuites")));
        return new ClientOptions(
                values.millis("handshakeTimeout", 30_000),
                (int) values.number("maxRedirects", 0, 0, MAX_REDIRECTS),
                values.millis("maxRetryAfter", 0),
                user == null ? null : new ProxySettings.Credentials(user, password == null ? "" : password),
                proxy(values.value("proxy")),
                values.flag("compression", false),
                tls);
    }

    private static @Nullable ProxySettings proxy(@Nullable String address) {
        if (address == null) {
            return null;
        }
        try {
            return ProxySettings.of(URI.create(address), List.of(), TlsSettings.DEFAULTS);
        } catch (IllegalArgumentException e) {
            // The address has a password in it: its text goes into no exception.
            throw new IllegalArgumentException(PREFIX + "proxy is an address such as http://proxy.example:3128 or"
                    + " socks5://user:password@proxy.example");
        }
    }

    private static List<String> list(@Nullable String value) {
        return value == null
                ? List.of()
                : Arrays.stream(value.split(","))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
