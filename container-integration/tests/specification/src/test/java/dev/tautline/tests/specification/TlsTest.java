// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.TestCertificate;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** wss, and proxies on the way to it. */
class TlsTest {
    @RegisterExtension
    static final WebApplication SECURE = WebApplication.builder().tls().start();

    @RegisterExtension
    static final WebApplication PLAIN = WebApplication.of();

    private static ClientEndpointConfig trusting() {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .sslContext(TestCertificate.sslContext())
                .build();
        assertEquals(TestCertificate.sslContext(), config.getSSLContext());
        return config;
    }

    private static void assertTalks(Recorder server, Recorder client) throws IOException {
        client.session().getBasicRemote().sendText("x".repeat(100_000));
        assertEquals(100_000, server.text().length());
        server.session().getBasicRemote().sendBinary(ByteBuffer.allocate(100_000));
        assertEquals(100_000, client.binary().length);
        new Pair(server, client).close();
    }

    @Test
    @Section({"3.2.3", "8.3"})
    @DisplayName("the configuration's SSLContext makes a wss connection, which both ends know to be secure")
    void secure() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        Session session = Pair.connect(client, trusting(), SECURE.uri(SECURE.serve(server)));
        assertTrue(session.isSecure());
        assertTrue(server.session().isSecure());
        assertEquals("wss", server.session().getRequestURI().getScheme());
        assertTalks(server, client);
        try (Pair plain = Pair.open(PLAIN)) {
            assertFalse(plain.client().session().isSecure());
        }
    }

    @Test
    @Section("3.2.3")
    @DisplayName(
            "a certificate that nobody vouches for, or of another host, ends the attempt with an IOException about TLS")
    void untrusted() {
        URI uri = SECURE.uri(SECURE.serve(new Recorder()));
        assertTls(uri, ClientEndpointConfig.Builder.create().build());
        assertTls(URI.create(uri.toString().replace("127.0.0.1", "localhost")), trusting());
    }

    private static void assertTls(URI uri, ClientEndpointConfig config) {
        Throwable thrown = assertThrows(IOException.class, () -> ContainerProvider.getWebSocketContainer()
                .connectToServer(new Recorder(), config, uri));
        Throwable cause = thrown;
        while (!(cause instanceof SSLException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertInstanceOf(SSLException.class, cause, () -> "not about TLS: " + thrown);
    }

    @Test
    @Section({"3.2.3", "3.2.4"})
    @DisplayName("the host's name is verified unless a property says otherwise")
    void hostName() throws Exception {
        Recorder server = new Recorder();
        URI uri = URI.create(SECURE.uri(SECURE.serve(server)).toString().replace("127.0.0.1", "localhost"));
        ClientEndpointConfig config = trusting();
        config.getUserProperties().put("dev.tautline.client.verifyHostName", false);
        Recorder client = new Recorder();
        Pair.connect(client, config, uri);
        assertTalks(server, client);
    }

    @Test
    @Section("3.2.4")
    @DisplayName("through an HTTP proxy by CONNECT, with credentials, to ws and to wss")
    void httpProxy() throws Exception {
        try (RelayProxy proxy = RelayProxy.http("user", "secret")) {
            for (WebApplication application : new WebApplication[] {PLAIN, SECURE}) {
                ClientEndpointConfig config = trusting();
                config.getUserProperties()
                        .put("dev.tautline.client.proxy", "http://user:secret@127.0.0.1:" + proxy.port());
                Recorder server = new Recorder();
                Recorder client = new Recorder();
                Pair.connect(client, config, application.uri(application.serve(server)));
                assertEquals("127.0.0.1:" + application.port(), proxy.target());
                assertTalks(server, client);
            }
            ClientEndpointConfig wrong = trusting();
            wrong.getUserProperties().put("dev.tautline.client.proxy", "http://user:wrong@127.0.0.1:" + proxy.port());
            assertThrows(Exception.class, () -> ContainerProvider.getWebSocketContainer()
                    .connectToServer(new Recorder(), wrong, PLAIN.uri(PLAIN.serve(new Recorder()))));
        }
    }

    @Test
    @Section("3.2.4")
    @DisplayName("through a SOCKS proxy, with credentials, to ws and to wss")
    void socksProxy() throws Exception {
        try (RelayProxy proxy = RelayProxy.socks5("user", "secret")) {
            for (WebApplication application : new WebApplication[] {PLAIN, SECURE}) {
                ClientEndpointConfig config = trusting();
                config.getUserProperties()
                        .put("dev.tautline.client.proxy", "socks5://user:secret@127.0.0.1:" + proxy.port());
                Recorder server = new Recorder();
                Recorder client = new Recorder();
                Pair.connect(client, config, application.uri(application.serve(server)));
                assertEquals("127.0.0.1:" + application.port(), proxy.target());
                assertTalks(server, client);
            }
        }
    }
}
