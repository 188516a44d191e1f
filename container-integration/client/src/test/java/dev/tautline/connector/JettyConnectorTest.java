// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.ProxyRefusedException;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import dev.tautline.internal.runtime.EngineRuntime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges with real sockets: bytes, TLS, proxies, Unix sockets, and every way to fail. */
class JettyConnectorTest {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Twice: one\r\nX-Twice: two\r\n\r\n";
    private static final ServerSocketFactory PLAIN = ServerSocketFactory.getDefault();

    @TempDir
    Path folder;

    private final Object owner = new Object();
    private final JettyConnector connector = new JettyConnector();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final List<ExchangeResponse> received = new ArrayList<>();
    private EngineRuntime runtime;

    @BeforeEach
    void acquire() {
        runtime = EngineRuntime.acquire(owner);
    }

    @AfterEach
    void nothingIsLeft() {
        received.forEach(ExchangeResponse::abandon);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while ((connector.runningClients() > 0 || clientThreads() > 0) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertEquals(0, connector.runningClients(), "Jetty's clients that still run");
        assertEquals(0, clientThreads(), "threads of Jetty's clients");
        EngineRuntime.release(owner);
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tautline-client-"))
                .count();
    }

    /** Answers 101, then sends back what comes. */
    private void echo(Peer peer) throws IOException {
        heads.add(peer.readHead());
        peer.write(SWITCH);
        Peer.pump(peer.input(), peer.output());
    }

    private ExchangeRequest request(String uri, TlsSettings tls, @Nullable ProxySettings proxy) {
        URI parsed = URI.create(uri);
        boolean secure = parsed.getScheme().equals("wss");
        String target = parsed.getRawPath() + (parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery());
        int port = parsed.getPort() < 0 ? ExchangeRequest.Target.defaultPort(secure) : parsed.getPort();
        return new ExchangeRequest(
                new ExchangeRequest.Target(secure, parsed.getHost(), port, target),
                List.of(Map.entry("Connection", "Upgrade"), Map.entry("Upgrade", "websocket")),
                null,
                proxy,
                tls,
                runtime);
    }

    private Exchange open(String uri) {
        return connector.open(request(uri, TlsSettings.DEFAULTS, null));
    }

    private ExchangeResponse await(Exchange exchange) {
        ExchangeResponse response = exchange.response()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        received.add(response);
        return response;
    }

    private static Throwable failure(Exchange exchange) {
        CompletableFuture<ExchangeResponse> response =
                exchange.response().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS);
        RuntimeException thrown = assertThrows(RuntimeException.class, response::join);
        return thrown instanceof CompletionException ? thrown.getCause() : thrown;
    }

    private static void echoes(ExchangeResponse response, String transportName) throws Exception {
        assertEquals(101, response.status());
        assertNotNull(response.transport());
        assertEquals(transportName, response.transport().name());
        EchoProbe probe = new EchoProbe(response.transport());
        probe.write("hello");
        assertEquals("hello", probe.read(5));
        response.transport().abort();
        probe.awaitClosed();
    }

    @Test
    void sendsTheFieldsInTheirOrderAndNoOthersAndTakesPlainTcpToOurLoops() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            ExchangeRequest request = new ExchangeRequest(
                    new ExchangeRequest.Target(false, "127.0.0.1", server.port(), "//a/%2F;b=c?d=%20e&f&g=h=i&f?"),
                    List.of(
                            Map.entry("X-First", "1"),
                            Map.entry("sec-websocket-version", "13"),
                            Map.entry("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                            Map.entry("Connection", "Upgrade"),
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Cookie", "a=\u00e9"),
                            Map.entry("X-First", "2")),
                    null,
                    null,
                    TlsSettings.DEFAULTS,
                    runtime);
            ExchangeResponse response = await(connector.open(request));
            assertEquals(
                    List.of(
                            "GET //a/%2F;b=c?d=%20e&f&g=h=i&f? HTTP/1.1",
                            "X-First: 1",
                            "sec-websocket-version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Cookie: a=\u00e9",
                            "X-First: 2",
                            "Host: 127.0.0.1:" + server.port()),
                    Peer.lines(heads.take()));
            assertEquals("Switching Protocols", response.reason());
            assertEquals(
                    List.of(
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Connection", "Upgrade"),
                            Map.entry("X-Twice", "one"),
                            Map.entry("X-Twice", "two")),
                    response.headers());
            echoes(response, "jetty-channel");
        }
    }

    @Test
    void givesBytesThatCameWithTheAnswerToTheTransport() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH + "early");
            Peer.pump(peer.input(), peer.output());
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            EchoProbe probe = new EchoProbe(response.transport());
            assertEquals("early", probe.read(5));
            response.transport().abort();
            probe.awaitClosed();
        }
    }

    @Test
    void seesTheServersEnd() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH);
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            EchoProbe probe = new EchoProbe(response.transport());
            probe.awaitEof();
            response.transport().abort();
            probe.awaitClosed();
        }
    }

    /** Jetty closes such a connection while it becomes ours; whichever of both comes first, nothing may be left. */
    @RepeatedTest(20)
    void anAnswerThatClosesTheConnectionLeavesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(SWITCH.replace("Connection: Upgrade", "Connection: close"));
            peer.input().read();
        })) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            exchange.response()
                    .toCompletableFuture()
                    .handle((response, failure) -> response == null || received.add(response))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void anUnwantedTransportLeavesNothing() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            echo(peer);
            ended.countDown();
        })) {
            await(open("ws://127.0.0.1:" + server.port() + "/")).abandon();
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void streamsTheContentOfAnotherStatus() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write(
                    "HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.write("5\r\nfirst\r\n");
            second.await();
            peer.write("6\r\nsecond\r\n0\r\n\r\n");
            peer.input().read();
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            assertEquals(302, response.status());
            assertEquals(Map.entry("Location", "/other"), response.headers().get(0));
            assertArrayEquals(
                    "first".getBytes(StandardCharsets.UTF_8), response.body().readNBytes(5));
            second.countDown();
            assertArrayEquals(
                    "second".getBytes(StandardCharsets.UTF_8), response.body().readAllBytes());
        }
    }

    @Test
    void closingTheContentClosesTheConnection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegin");
            peer.input().read();
            ended.countDown();
        })) {
            await(open("ws://127.0.0.1:" + server.port() + "/")).abandon();
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void passesAuthenticationChallengesOnAndSkipsInterimResponses() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            heads.add(peer.readHead());
            peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 401 Unauthorized\r\n"
                    + "WWW-Authenticate: Basic realm=\"a\"\r\nContent-Length: 2\r\n\r\nno");
            peer.input().read();
        })) {
            ExchangeResponse response = await(open("ws://127.0.0.1:" + server.port() + "/"));
            assertEquals(401, response.status());
            assertArrayEquals(
                    "no".getBytes(StandardCharsets.UTF_8), response.body().readAllBytes());
            assertEquals(1, heads.size());
        }
    }

    @Test
    void failsWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        assertInstanceOf(ConnectException.class, failure(open("ws://127.0.0.1:" + port + "/")));
    }

    @Test
    void failsForANameThatDoesNotResolve() {
        assertInstanceOf(UnknownHostException.class, failure(open("ws://no-such-host.invalid/")));
    }

    @Test
    void failsWhenTheServerEndsInsteadOfAnswering() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Peer::readHead)) {
            assertInstanceOf(IOException.class, failure(open("ws://127.0.0.1:" + server.port() + "/")));
        }
    }

    @Test
    void failsWhenTheAnswerIsNotHttp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            peer.input().read();
        })) {
            assertInstanceOf(IOException.class, failure(open("ws://127.0.0.1:" + server.port() + "/")));
        }
    }

    @Test
    void cancelClosesTheSocketThatWaitsForAnAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            asked.countDown();
            peer.input().read();
            ended.countDown();
        })) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            exchange.cancel();
            exchange.cancel();
            assertInstanceOf(CancellationException.class, failure(exchange));
            assertTrue(ended.await(60, TimeUnit.SECONDS), "the server sees the end");
        }
    }

    @Test
    void cancelAtOnceLeavesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            for (int i = 0; i < 50; i++) {
                Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
                exchange.cancel();
                assertInstanceOf(CancellationException.class, failure(exchange));
            }
        }
    }

    /** With a full accept queue Linux leaves a SYN unanswered: the socket is connecting until somebody ends it. */
    @Test
    void cancelClosesTheSocketThatIsConnecting() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String uri = "ws://127.0.0.1:" + server.getLocalPort() + "/";
            List<SocketChannel> fillers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(server.getLocalSocketAddress());
                fillers.add(filler);
            }
            Exchange exchange = open(uri);
            exchange.cancel();
            assertInstanceOf(CancellationException.class, failure(exchange));
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void cancelAfterTheTransportWasHandedOverChangesNothing() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            Exchange exchange = open("ws://127.0.0.1:" + server.port() + "/");
            ExchangeResponse response = await(exchange);
            exchange.cancel();
            echoes(response, "jetty-channel");
        }
    }

    @Test
    void manyConnectionsShareAClientAndItsFewThreads() throws Exception {
        try (ScriptedServer server = new ScriptedServer(this::echo)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                exchanges.add(open("ws://127.0.0.1:" + server.port() + "/" + i));
            }
            List<ExchangeResponse> responses =
                    exchanges.stream().map(this::await).collect(Collectors.toList());
            assertEquals(1, connector.runningClients());
            assertTrue(clientThreads() <= 20, "threads: " + clientThreads());
            for (ExchangeResponse response : responses) {
                response.abandon();
            }
        }
    }

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

    @Test
    void isFoundAsAService() {
        assertInstanceOf(JettyConnector.class, ClientConnector.find());
    }
}
