// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tautline.tests.contract.wire.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;

/** What nginx needs to end TLS and to pass WebSocket connections on; it cuts those on which the server is silent for 3 s. */
final class Nginx {
    static final int PORT = 8443;

    private static final String CONFIGURATION = """
            events {}
            http {
              map $http_upgrade $connection_upgrade { default upgrade; '' close; }
              server {
                listen 8443 ssl;
                ssl_certificate /etc/nginx/test.crt;
                ssl_certificate_key /etc/nginx/test.key;
                location / {
                  proxy_pass http://server:8080;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_upgrade;
                  proxy_set_header Host $http_host;
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_read_timeout 3s;
                }
              }
            }
            """;

    private Nginx() {}

    static GenericContainer<?> configure(GenericContainer<?> nginx) {
        try (InputStream in = Files.newInputStream(TestCertificate.keyStore())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            char[] password = TestCertificate.PASSWORD.toCharArray();
            keys.load(in, password);
            String alias = keys.aliases().nextElement();
            return nginx.withCopyToContainer(Transferable.of(CONFIGURATION), "/etc/nginx/nginx.conf")
                    .withCopyToContainer(
                            pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()), "/etc/nginx/test.crt")
                    .withCopyToContainer(
                            pem("PRIVATE KEY", keys.getKey(alias, password).getEncoded()), "/etc/nginx/test.key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Transferable pem(String type, byte[] encoded) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return Transferable.of(
                ("-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n").getBytes(US_ASCII));
    }
}
