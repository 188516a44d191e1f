// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connector;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken to a server or proxy. Immutable; equal settings share what the connector keeps for them.
 *
 * @param context keys and trust; {@code null} for the JDK's default, or for trust in {@code authorities} alone
 * @param authorities certificates to trust instead of the JDK's; empty where a context is given
 * @param verifiesHostName whether the certificate must be for the host (RFC 9110 §4.3.4)
 * @param serverName the name to ask for (SNI) and to verify, or {@code null} for the host; the empty text asks for none. For an
 *     address no name is asked for
 * @param protocols versions to offer, {@code TLSv1.3} for example; empty for the defaults
 * @param cipherSuites to offer, by the JDK's names; empty for the defaults
 */
public record TlsSettings(
        @Nullable SSLContext context,
        List<X509Certificate> authorities,
        boolean verifiesHostName,
        @Nullable String serverName,
        List<String> protocols,
        List<String> cipherSuites) {
    /** The JDK's trust, the host's name verified. */
    public static final TlsSettings DEFAULTS = new TlsSettings(null, List.of(), true, null, List.of(), List.of());

    public TlsSettings {
        authorities = List.copyOf(authorities);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        if (context != null && !authorities.isEmpty()) {
            throw new IllegalArgumentException("An SSLContext brings its own trust: give either it or authorities");
        }
    }

    /**
     * The certificates in PEM text.
     *
     * @throws IllegalArgumentException if there is none or one can't be read
     */
    public static List<X509Certificate> certificates(String pem) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = new ArrayList<>();
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
                found.add((X509Certificate) certificate);
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate in the PEM text");
            }
            return found;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("The PEM text has a certificate that can't be read", e);
        }
    }

    /**
     * The certificates of a key store.
     *
     * @throws IllegalArgumentException if there is none or the store has not been loaded
     */
    public static List<X509Certificate> certificates(KeyStore store) {
        try {
            List<X509Certificate> found = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate in the key store");
            }
            return found;
        } catch (KeyStoreException e) {
            throw new IllegalArgumentException("The key store has not been loaded", e);
        }
    }
}
