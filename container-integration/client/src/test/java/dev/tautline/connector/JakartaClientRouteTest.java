// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.HandshakeRefusedException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server: challenges, redirects, {@code Retry-After}, TLS and proxies. */
class JakartaClientRouteTest extends JakartaClientFixture {
    @TempDir
    Path folder;

    @Test
    @DisplayName("Basic and Digest answer a challenge with the properties' credentials, once")
    void challenges() throws Exception {
        Map<String, ?> credentials = Map.of("dev.tautline.client.user", "me", "dev.tautline.client.password", "pw");
        try (ScriptedServer server =
                answering(head -> Upgrades.field(head, "Authorization").isEmpty()
                        ? status(401, "WWW-Authenticate: Basic realm=\"r\"\r\n")
                        : Upgrades.answer(head, ""))) {
            container
                    .connectToServer(new Telling(), with(credentials), at(server, "/"))
                    .close();
            assertEquals("", Upgrades.field(take(heads), "Authorization"), "credentials are not sent unasked");
            assertEquals("Basic bWU6cHc=", Upgrades.field(take(heads), "Authorization"));
        }
        String challenge = "WWW-Authenticate: Basic realm=\"r\"\r\nWWW-Authenticate: Digest realm=\"r\", qop=\"auth\","
                + " algorithm=MD5, nonce=\"n0nce\", opaque=\"o\"\r\n";
        try (ScriptedServer server =
                answering(head -> Upgrades.field(head, "Authorization").startsWith("Digest ")
                        ? Upgrades.answer(head, "")
                        : status(401, challenge))) {
            container
                    .connectToServer(new Telling(), with(credentials), at(server, "/path?q"))
                    .close();
            take(heads);
            String digest = Upgrades.field(take(heads), "Authorization");
            assertTrue(digest.contains("username=\"me\"") && digest.contains("uri=\"/path?q\""), digest);
            assertFalse(digest.contains("pw"), digest);
        }
        try (ScriptedServer server = answering(head -> status(401, challenge))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), with(credentials), at(server, "/")));
            assertEquals(401, refused.status());
            take(heads);
            take(heads);
            assertTrue(heads.isEmpty(), "a refused answer is not given again");
        }
    }

    @Test
    @DisplayName("redirects are off by default; another host gets neither credentials nor cookies")
    void redirects() throws Exception {
        ClientEndpointConfig.Configurator secrets = new ClientEndpointConfig.Configurator() {
            @Override
            public void beforeRequest(Map<String, List<String>> headers) {
                headers.put("Cookie", List.of("a=b"));
                headers.put("X-Other", List.of("kept"));
            }
        };
        ClientEndpointConfig following =
                ClientEndpointConfig.Builder.create().configurator(secrets).build();
        following.getUserProperties().put("dev.tautline.client.maxRedirects", 2);
        try (ScriptedServer target = echo("");
                ScriptedServer same = answering(head -> head.startsWith("GET /first ")
                        ? status(302, "Location: /second\r\n")
                        : status(307, "Location: " + at(target, "/third") + "\r\n"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), null, at(same, "/first")));
            assertEquals(302, refused.status());
            assertTrue(String.valueOf(refused.getMessage()).contains("maxRedirects"), refused.getMessage());
            take(heads);
            URI first = URI.create("ws://me:pw@127.0.0.1:" + same.port() + "/first");
            Session session = container.connectToServer(new Telling(), following, first);
            assertEquals(at(target, "/third"), session.getRequestURI());
            for (String own : List.of(take(heads), take(heads))) {
                assertEquals("a=b", Upgrades.field(own, "Cookie"));
            }
            String other = take(heads);
            assertEquals("", Upgrades.field(other, "Cookie"));
            assertEquals("", Upgrades.field(other, "Authorization"));
            assertEquals("kept", Upgrades.field(other, "X-Other"));
            session.close();
        }
        try (ScriptedServer round = answering(head -> status(302, "Location: /again\r\n"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), following, at(round, "/")));
            assertTrue(String.valueOf(refused.getMessage()).contains("More than 2 redirects"), refused.getMessage());
        }
    }

    @Test
    @DisplayName("Retry-After of a 503 is waited for where a property allows it")
    void retryAfter() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = answering(head -> asked.incrementAndGet() < 3
                ? status(503, "Retry-After: " + (asked.get() == 1 ? "0" : "Sun, 06 Nov 1994 08:49:37 GMT") + "\r\n")
                : Upgrades.answer(head, ""))) {
            assertThrows(HandshakeRefusedException.class, () -> container
                    .connectToServer(new Telling(), with(Map.of("dev.tautline.client.user", "me")), at(server, "/"))
                    .close());
            asked.set(0);
            container
                    .connectToServer(
                            new Telling(), with(Map.of("dev.tautline.client.maxRetryAfter", 1000)), at(server, "/"))
                    .close();
            assertEquals(3, asked.get());
        }
        try (ScriptedServer server = answering(head -> status(503, "Retry-After: 2\r\n"))) {
            assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(
                            new Telling(), with(Map.of("dev.tautline.client.maxRetryAfter", 1000)), at(server, "/")));
        }
    }

    private static SSLContext trusting(Certificates certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificates.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    @DisplayName("wss: the configuration's SSLContext, the host's name verified unless a property says otherwise")
    void tls() throws Exception {
        Certificates right = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer server = echo(right.serverSockets(), "")) {
            URI uri = URI.create("wss://127.0.0.1:" + server.port() + "/");
            assertThrows(IOException.class, () -> container.connectToServer(new Telling(), null, uri));
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                    .sslContext(trusting(right))
                    .build();
            Session session = container.connectToServer(new Telling(), config, uri);
            assertTrue(session.isSecure());
            assertEquals("open", take(told));
            session.getBasicRemote().sendText("secret");
            assertEquals("text secret", take(told));
            session.close();
            assertEquals("close 1000", take(told));
        }
        Certificates wrong = new Certificates(folder, "dns:other.example");
        try (ScriptedServer server = echo(wrong.serverSockets(), "")) {
            URI uri = URI.create("wss://127.0.0.1:" + server.port() + "/");
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                    .sslContext(trusting(wrong))
                    .build();
            assertThrows(IOException.class, () -> container.connectToServer(new Telling(), config, uri));
            config.getUserProperties().put("dev.tautline.client.verifyHostName", false);
            container.connectToServer(new Telling(), config, uri).close();
        }
    }

    @Test
    @DisplayName("CONNECT and SOCKS proxies, with credentials in their address")
    void proxies() throws Exception {
        TestProxy proxies = new TestProxy();
        try (ScriptedServer server = echo("");
                ScriptedServer http = proxies.http(ServerSocketFactory.getDefault(), "Basic bWU6cHc=");
                ScriptedServer socks = proxies.socks5()) {
            for (String proxy :
                    List.of("http://me:pw@127.0.0.1:" + http.port(), "socks5://me:pw@127.0.0.1:" + socks.port())) {
                Session session = container.connectToServer(
                        new Telling(), with(Map.of("dev.tautline.client.proxy", proxy)), at(server, "/"));
                assertEquals("open", take(told));
                session.getBasicRemote().sendText("through");
                assertEquals("text through", take(told));
                session.close();
                assertEquals("close 1000", take(told));
                assertTrue(take(proxies.asked).contains(":" + server.port()));
            }
            IOException refused = assertThrows(
                    IOException.class,
                    () -> container.connectToServer(
                            new Telling(),
                            with(Map.of("dev.tautline.client.proxy", "http://me:bad@127.0.0.1:" + http.port())),
                            at(server, "/")));
            assertTrue(String.valueOf(refused.getMessage()).contains("407"), refused.getMessage());
            assertFalse(String.valueOf(refused.getMessage()).contains("bad"), refused.getMessage());
        }
    }
}
