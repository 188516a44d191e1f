// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ProxyRefusedException;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a server: TLS, proxies and Unix sockets. */
class JettyConnectorRouteTest extends ConnectorFixture {
    private static final ServerSocketFactory PLAIN = ServerSocketFactory.getDefault();

    @TempDir
    Path folder;

    @Test
    void tlsNeedsTrust() throws Exception {
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer server = new ScriptedServer(certificates.serverSockets(), this::echo)) {
            String uri = "wss://127.0.0.1:" + server.port() + "/";
            assertInstanceOf(SSLHandshakeException.class, failure(open(uri)));
            TlsSettings pem = trusting(TlsSettings.certificates(certificates.pem()), true, null);
            echoes(await(connector.open(request(uri, pem, null))), "jetty-endpoint");
            TlsSettings store = trusting(TlsSettings.certificates(certificates.store()), true, null);
            assertEquals(pem, store);
        }
    }

    @Test
    void tlsNeedsTheNameOfTheHostUnlessToldOtherwise() throws Exception {
        Certificates certificates = new Certificates(folder, "dns:other.example");
        try (ScriptedServer server = new ScriptedServer(certificates.serverSockets(), this::echo)) {
            String uri = "wss://127.0.0.1:" + server.port() + "/";
            var trusted = List.of(certificates.certificate());
            assertInstanceOf(
                    SSLHandshakeException.class,
                    failure(connector.open(request(uri, trusting(trusted, true, null), null))));
            echoes(await(connector.open(request(uri, trusting(trusted, false, null), null))), "jetty-endpoint");
        }
    }

    private static TlsSettings trusting(
            List<java.security.cert.X509Certificate> authorities, boolean verifies, @Nullable String serverName) {
        return new TlsSettings(null, authorities, verifies, serverName, List.of(), List.of());
    }

    @Test
    void offersTheProtocolsThatWereChosen() throws Exception {
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        ServerSocketFactory factory = new Tls12Only(certificates.serverSockets());
        try (ScriptedServer server = new ScriptedServer(factory, this::echo)) {
            String uri = "wss://127.0.0.1:" + server.port() + "/";
            var trusted = List.of(certificates.certificate());
            var only13 = new TlsSettings(null, trusted, true, null, List.of("TLSv1.3"), List.of());
            assertInstanceOf(IOException.class, failure(connector.open(request(uri, only13, null))));
            var only12 = new TlsSettings(null, trusted, true, null, List.of("TLSv1.2"), List.of());
            echoes(await(connector.open(request(uri, only12, null))), "jetty-endpoint");
        }
    }

    private static final class Tls12Only extends ServerSocketFactory {
        private final ServerSocketFactory factory;

        Tls12Only(ServerSocketFactory factory) {
            this.factory = factory;
        }

        @Override
        public ServerSocket createServerSocket() throws IOException {
            SSLServerSocket socket = (SSLServerSocket) factory.createServerSocket();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2"});
            socket.setSSLParameters(parameters);
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return factory.createServerSocket(port);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return factory.createServerSocket(port, backlog);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return factory.createServerSocket(port, backlog, address);
        }
    }

    @Test
    void opensATunnelThroughAnHttpProxyForPlainTargets() throws Exception {
        TestProxy proxy = new TestProxy();
        try (ScriptedServer server = new ScriptedServer(this::echo);
                ScriptedServer relay = proxy.http(PLAIN, "Basic dXNlcjpwQHNz")) {
            ProxySettings settings = ProxySettings.of(
                    URI.create("http://user:p%40ss@127.0.0.1:" + relay.port()),
                    List.of(Map.entry("X-Proxy", "yes")),
                    TlsSettings.DEFAULTS);
            String uri = "ws://target.invalid:" + server.port() + "/a";
            echoes(await(connector.open(request(uri, TlsSettings.DEFAULTS, settings))), "jetty-channel");
            assertEquals(
                    List.of(
                            "CONNECT target.invalid:" + server.port() + " HTTP/1.1",
                            "Host: target.invalid:" + server.port(),
                            "Connection: keep-alive",
                            "Proxy-Connection: keep-alive",
                            "Proxy-Authorization: Basic dXNlcjpwQHNz",
                            "X-Proxy: yes"),
                    Peer.lines(proxy.asked.take()));
            List<String> head = Peer.lines(heads.take());
            assertEquals("GET /a HTTP/1.1", head.get(0));
            assertFalse(String.join("\n", head).contains("Proxy"), "nothing for the proxy reaches the server");
        }
    }

    @Test
    void opensATunnelThroughAnHttpsProxyAndSpeaksTlsInIt() throws Exception {
        TestProxy proxy = new TestProxy();
        Certificates proxys = new Certificates(folder, "ip:127.0.0.1");
        Certificates servers = new Certificates(folder, "dns:target.invalid");
        try (ScriptedServer server = new ScriptedServer(servers.serverSockets(), this::echo);
                ScriptedServer relay = proxy.http(proxys.serverSockets(), null)) {
            ProxySettings settings = ProxySettings.of(
                    URI.create("https://127.0.0.1:" + relay.port()),
                    List.of(),
                    trusting(List.of(proxys.certificate()), true, null));
            String uri = "wss://target.invalid:" + server.port() + "/";
            TlsSettings tls = trusting(List.of(servers.certificate()), true, null);
            echoes(await(connector.open(request(uri, tls, settings))), "jetty-endpoint");
            assertInstanceOf(
                    SSLHandshakeException.class,
                    failure(connector.open(request(uri, TlsSettings.DEFAULTS, settings))),
                    "the server is not trusted because the proxy is");
        }
    }

    @Test
    void tellsWhyAProxyRefuses() throws Exception {
        TestProxy proxy = new TestProxy();
        try (ScriptedServer relay = proxy.http(PLAIN, "Basic eDp5")) {
            ProxySettings settings =
                    ProxySettings.of(URI.create("http://127.0.0.1:" + relay.port()), List.of(), TlsSettings.DEFAULTS);
            ProxyRefusedException refused = assertInstanceOf(
                    ProxyRefusedException.class,
                    failure(connector.open(request("ws://target.invalid/", TlsSettings.DEFAULTS, settings))));
            assertEquals(407, refused.status());
            assertEquals(
                    Map.entry("Proxy-Authenticate", "Basic realm=\"test\""),
                    refused.headers().get(0));
        }
    }

    @Test
    void goesThroughSocksProxiesThatResolveNames() throws Exception {
        TestProxy proxy = new TestProxy();
        try (ScriptedServer server = new ScriptedServer(this::echo);
                ScriptedServer socks5 = proxy.socks5();
                ScriptedServer socks4 = proxy.socks4()) {
            String uri = "ws://target.invalid:" + server.port() + "/";
            for (String scheme : List.of(
                    "socks5://127.0.0.1:" + socks5.port(),
                    "socks5://me:secret@127.0.0.1:" + socks5.port(),
                    "socks4://127.0.0.1:" + socks4.port())) {
                ProxySettings settings = ProxySettings.of(URI.create(scheme), List.of(), TlsSettings.DEFAULTS);
                echoes(await(connector.open(request(uri, TlsSettings.DEFAULTS, settings))), "jetty-channel");
            }
            String target = "target.invalid:" + server.port();
            assertEquals(List.of(target + " ", target + " me/secret", target), List.copyOf(proxy.asked));
        }
    }

    @Test
    void connectsToUnixSockets() throws Exception {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try (SocketChannel accepted = server.accept()) {
                    echo(new Peer(Channels.newInputStream(accepted), Channels.newOutputStream(accepted)));
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            ExchangeRequest request = new ExchangeRequest(
                    new ExchangeRequest.Target(false, "localhost", 80, "/p"),
                    List.of(),
                    path,
                    null,
                    TlsSettings.DEFAULTS,
                    runtime);
            echoes(await(connector.open(request)), "jetty-endpoint");
            serving.get(60, TimeUnit.SECONDS);
            assertEquals(List.of("GET /p HTTP/1.1", "Host: localhost"), Peer.lines(heads.take()));
        }
    }

    /** The addresses of a name are taken one after the other. The connection to the first is known yet while the second is connected to. */
    @Test
    void cancelClosesTheSocketToTheNextAddress() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (SocketChannel next = SocketChannel.open();
                ScriptedServer server = new ScriptedServer(peer -> {
                    peer.readHead();
                    asked.countDown();
                    peer.input().read();
                })) {
            JettyExchange exchange = (JettyExchange) open("ws://127.0.0.1:" + server.port() + "/");
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            exchange.opened(next);
            exchange.cancel();
            assertFalse(next.isOpen());
        }
    }
}
