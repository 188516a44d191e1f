// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connector.TlsSettings;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS to its server or proxy (ws 1.6-15, faye's {@code tls} and {@code ca}). Immutable. By default the JDK's trust, the certificate
 * must be for the host, and the host is named by SNI unless it is an address.
 */
public final class TlsOptions {
    /** The JDK's trust, the host's name verified. */
    public static final TlsOptions DEFAULTS = builder().build();

    private final TlsSettings settings;

    private TlsOptions(TlsSettings settings) {
        this.settings = settings;
    }

    /** Starts from {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    TlsSettings settings() {
        return settings;
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private @Nullable SSLContext context;
        private List<X509Certificate> authorities = List.of();
        private boolean verifyHostName = true;
        private @Nullable String serverName;
        private List<String> protocols = List.of();
        private List<String> cipherSuites = List.of();

        private Builder() {}

        /** Keys and trust: for client certificates, or to decide what is trusted. Default: the JDK's. */
        public Builder sslContext(SSLContext context) {
            this.context = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Trusts these certificates and no others.
         *
         * @param pem one or more certificates as PEM text
         * @throws IllegalArgumentException if there is none or one can't be read
         */
        public Builder ca(String pem) {
            authorities = TlsSettings.certificates(pem);
            return this;
        }

        /** Trusts the certificates of a key store and no others; as {@link #ca(String)}. */
        public Builder ca(KeyStore store) {
            authorities = TlsSettings.certificates(store);
            return this;
        }

        /** Whether the certificate must be for the host. Default true; without it anybody with any trusted certificate can read along. */
        public Builder verifyHostName(boolean verify) {
            verifyHostName = verify;
            return this;
        }

        /** The name that SNI asks for. Default the host, none for an address; the empty text asks for none. */
        public Builder serverName(String name) {
            serverName = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Versions to offer, {@code TLSv1.3} for example. Default: the JDK's that are still safe. */
        public Builder protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        /** Cipher suites to offer, by the JDK's names. Default: the JDK's that are still safe. */
        public Builder cipherSuites(String... names) {
            cipherSuites = List.of(names);
            return this;
        }

        /** @throws IllegalArgumentException if both an SSLContext and certificates to trust are given */
        public TlsOptions build() {
            return new TlsOptions(
                    new TlsSettings(context, authorities, verifyHostName, serverName, protocols, cipherSuites));
        }
    }
}
