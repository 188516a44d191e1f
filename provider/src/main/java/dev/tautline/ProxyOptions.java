// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.handshake.Headers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A proxy between a client and its server (faye's {@code proxy}, 1B.2-03; in ws the agent, 1.6-19). Immutable. */
public final class ProxyOptions {
    private final ProxySettings settings;

    private ProxyOptions(ProxySettings settings) {
        this.settings = settings;
    }

    /**
     * A proxy by its address, {@code http://user:password@proxy.example:3128} for example. {@code http} and {@code https} (TLS to the proxy) are asked
     * with CONNECT, for plain {@code ws} too; {@code socks4} and {@code socks5} resolve names at the proxy. User information is sent as Basic
     * credentials, or as SOCKS5's user name and password.
     *
     * @throws IllegalArgumentException if it is no such address
     */
    public static ProxyOptions of(String origin) {
        return builder(URI.create(origin)).build();
    }

    /** Starts with an address as {@link #of} takes it. */
    public static Builder builder(URI origin) {
        return new Builder(origin);
    }

    ProxySettings settings() {
        return settings;
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private final URI origin;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private TlsOptions tls = TlsOptions.DEFAULTS;

        private Builder(URI origin) {
            this.origin = Objects.requireNonNull(origin, "origin");
        }

        /** Adds a field to the CONNECT request; one of ours with the same name is replaced. */
        public Builder header(String name, String value) {
            headers.add(Headers.field(name, value));
            return this;
        }

        /** TLS to the proxy. */
        public Builder tls(TlsOptions tls) {
            this.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /** @throws IllegalArgumentException if the address is not one of a proxy, or a SOCKS proxy has header fields */
        public ProxyOptions build() {
            return new ProxyOptions(ProxySettings.of(origin, headers, tls.settings()));
        }
    }
}
