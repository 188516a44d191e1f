// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.TlsSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Jetty's form of TLS settings. */
final class TlsContexts {
    private TlsContexts() {}

    static SslContextFactory.Client of(TlsSettings settings) {
        SslContextFactory.Client factory = new SslContextFactory.Client();
        factory.setSslContext(context(settings));
        factory.setEndpointIdentificationAlgorithm(settings.verifiesHostName() ? "HTTPS" : null);
        if (!settings.protocols().isEmpty()) {
            factory.setExcludeProtocols();
            factory.setIncludeProtocols(settings.protocols().toArray(String[]::new));
        }
        if (!settings.cipherSuites().isEmpty()) {
            factory.setExcludeCipherSuites();
            factory.setIncludeCipherSuites(settings.cipherSuites().toArray(String[]::new));
        }
        String serverName = settings.serverName();
        if (serverName == null) {
            factory.setSNIProvider((engine, given) -> given.isEmpty() ? namesOf(engine.getPeerHost()) : given);
        } else {
            List<SNIServerName> names = serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName));
            factory.setSNIProvider((engine, given) -> names);
        }
        return factory;
    }

    /** The JDK names a host that has a dot. RFC 6066 §3: "Literal IPv4 and IPv6 addresses are not permitted in HostName". */
    private static List<SNIServerName> namesOf(@Nullable String host) {
        if (host == null || host.contains(":") || host.chars().noneMatch(Character::isLetter)) {
            return List.of();
        }
        return List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII)));
    }

    private static @Nullable SSLContext context(TlsSettings settings) {
        SSLContext given = settings.context();
        try {
            if (given != null) {
                return given;
            }
            return settings.authorities().isEmpty() ? SSLContext.getDefault() : trusting(settings.authorities());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This JDK can't make an SSLContext for the given certificates", e);
        }
    }

    private static SSLContext trusting(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
