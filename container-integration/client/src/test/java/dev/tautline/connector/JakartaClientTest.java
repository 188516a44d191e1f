// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.jakarta.HandshakeRefusedException;
import dev.tautline.jakarta.TautlineContainer;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jakarta client against servers that are written by hand: Jakarta WebSocket §3.2 and what its container adds. */
class JakartaClientTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final TautlineContainer container = new TautlineContainer();

    /** An endpoint that tells. */
    private final class Telling extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> told.add("text " + text));
            told.add("open");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            told.add("close " + reason.getCloseCode().getCode());
        }

        @Override
        public void onError(Session session, Throwable thrown) {
            told.add("error " + thrown.getMessage());
        }
    }

    /** An annotated endpoint. */
    @ClientEndpoint(subprotocols = {"chat", "superchat"})
    public static class Annotated {
        static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

        @OnOpen
        public void open(Session session) throws IOException {
            TOLD.add("open " + session.getNegotiatedSubprotocol());
            session.getBasicRemote().sendText("from onOpen");
        }

        @OnMessage
        public String message(String text) {
            TOLD.add("text " + text);
            return text.length() < 14 ? text + "!" : null;
        }

        @OnClose
        public void close(CloseReason reason) {
            TOLD.add("close " + reason.getCloseCode().getCode());
        }

        @OnError
        public void error(Throwable thrown) {
            TOLD.add("error " + thrown);
        }
    }

    /** Has no constructor that a container could call. */
    @ClientEndpoint
    public abstract static class Unmakable {
        final BlockingQueue<String> told;

        Unmakable(BlockingQueue<String> told) {
            this.told = told;
        }

        @OnMessage
        public void message(String text) {
            told.add("local " + text);
        }
    }

    /** What an application makes itself. */
    @ClientEndpoint
    public static final class Given extends Unmakable {
        Given(BlockingQueue<String> told) {
            super(told);
        }
    }

    private ScriptedServer echo(String more) throws IOException {
        return echo(ServerSocketFactory.getDefault(), more);
    }

    private ScriptedServer echo(ServerSocketFactory sockets, String more) throws IOException {
        return new ScriptedServer(sockets, peer -> {
            heads.add(Upgrades.accept(peer, more));
            heads.add("closed " + MaskedEcho.play(peer));
        });
    }

    /** Gives each request an answer of its own, and echoes where that is a 101. */
    private ScriptedServer answering(Function<String, String> answer) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            String response = answer.apply(head);
            peer.write(response);
            if (response.startsWith("HTTP/1.1 101 ")) {
                MaskedEcho.play(peer);
            }
        });
    }

    private static URI at(ScriptedServer server, String path) {
        return URI.create("ws://127.0.0.1:" + server.port() + path);
    }

    private static String take(BlockingQueue<String> queue) throws InterruptedException {
        String taken = queue.poll(60, TimeUnit.SECONDS);
        if (taken == null) {
            throw new AssertionError("Nothing comes");
        }
        return taken;
    }

    private static ClientEndpointConfig with(Map<String, ?> properties) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().putAll(properties);
        return config;
    }

    private static String status(int status, String fields) {
        return "HTTP/1.1 " + status + " Other\r\n" + fields + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }

    @Test
    @DisplayName("the platform's lookup finds this client, a new container at each call")
    void provider() {
        assertEquals(
                TautlineContainer.class,
                ContainerProvider.getWebSocketContainer().getClass());
        assertNotSame(ContainerProvider.getWebSocketContainer(), ContainerProvider.getWebSocketContainer());
    }

    @Test
    @DisplayName("an annotated class: subprotocols, onOpen before the session is returned, return values, close")
    void annotatedClass() throws Exception {
        Annotated.TOLD.clear();
        try (ScriptedServer server = echo("Sec-WebSocket-Protocol: superchat\r\n")) {
            Session session = container.connectToServer(Annotated.class, at(server, "/a?b=c&b=d%20e"));
            assertEquals("open superchat", Annotated.TOLD.poll(), "connectToServer returned before onOpen");
            assertEquals("text from onOpen", take(Annotated.TOLD));
            assertEquals("text from onOpen!", take(Annotated.TOLD));
            assertEquals("text from onOpen!!", take(Annotated.TOLD));
            assertEquals("text from onOpen!!!", take(Annotated.TOLD));
            String head = take(heads);
            assertTrue(head.startsWith("GET /a?b=c&b=d%20e HTTP/1.1\r\n"), head);
            assertEquals("chat, superchat", Upgrades.field(head, "Sec-WebSocket-Protocol"));
            assertEquals("13", Upgrades.field(head, "Sec-WebSocket-Version"));
            assertEquals("", Upgrades.field(head, "Sec-WebSocket-Extensions"), "nothing is offered unasked");
            assertEquals(at(server, "/a?b=c&b=d%20e"), session.getRequestURI());
            assertEquals("b=c&b=d%20e", session.getQueryString());
            assertEquals(List.of("c", "d e"), session.getRequestParameterMap().get("b"));
            assertSame(container, session.getContainer());
            assertEquals(1, session.getOpenSessions().size());
            assertFalse(session.isSecure());
            session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "bye"));
            assertEquals("closed 1001", take(heads));
            assertEquals("close 1001", take(Annotated.TOLD));
        }
    }

    @Test
    @DisplayName("an annotated instance is used as it is, also of a class that only the application can create")
    void annotatedInstance() throws Exception {
        try (ScriptedServer server = echo("")) {
            Session session = container.connectToServer(new Given(told), at(server, "/"));
            session.getBasicRemote().sendText("hello");
            assertEquals("local hello", take(told));
            session.close();
            assertThrows(DeploymentException.class, () -> container.connectToServer(Given.class, at(server, "/")));
        }
    }

    /** Created for each connection. */
    public static final class Created extends Endpoint {
        static final AtomicInteger COUNT = new AtomicInteger();

        public Created() {
            COUNT.incrementAndGet();
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getUserProperties().put("mine", "yes");
        }
    }

    @Test
    @DisplayName("a programmatic class is created for each connection; user properties are each session's own")
    void programmaticClass() throws Exception {
        int before = Created.COUNT.get();
        ClientEndpointConfig config = with(Map.of("given", "1"));
        try (ScriptedServer server = echo("")) {
            Session one = container.connectToServer(Created.class, config, at(server, "/"));
            Session other = container.connectToServer(Created.class, config, at(server, "/"));
            assertEquals(before + 2, Created.COUNT.get());
            assertEquals("1", other.getUserProperties().get("given"));
            assertEquals("yes", one.getUserProperties().get("mine"));
            assertFalse(config.getUserProperties().containsKey("mine"));
            one.close();
            other.close();
        }
    }

    @Test
    @DisplayName("the configurator sees the whole request, adds fields and subprotocols, and sees the response")
    void configurator() throws Exception {
        List<String> seen = new ArrayList<>();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of("a"))
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        seen.add("host " + headers.get("host"));
                        seen.add("upgrade " + headers.get("UPGRADE"));
                        headers.put("X-Token", List.of("one", "two"));
                        headers.put("Sec-WebSocket-Protocol", List.of("b, c"));
                        headers.put("Sec-WebSocket-Version", List.of("7"));
                        headers.put("Authorization", List.of("Bearer t"));
                    }

                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        seen.add("answer " + response.getHeaders().get("x-answer"));
                    }
                })
                .build();
        try (ScriptedServer server = echo("Sec-WebSocket-Protocol: c\r\nX-Answer: 42\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals("c", session.getNegotiatedSubprotocol());
            String head = take(heads);
            assertTrue(head.contains("X-Token: one\r\nX-Token: two\r\n"), head);
            assertEquals("b, c", Upgrades.field(head, "Sec-WebSocket-Protocol"));
            assertEquals("13", Upgrades.field(head, "Sec-WebSocket-Version"));
            assertEquals("Bearer t", Upgrades.field(head, "Authorization"));
            assertEquals(List.of("host [127.0.0.1:" + server.port() + "]", "upgrade [websocket]", "answer [42]"), seen);
            session.close();
        }
    }

    private record Offered(String getName, List<Parameter> getParameters) implements Extension {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public List<Parameter> getParameters() {
            return getParameters;
        }
    }

    private record Value(String getName, String getValue) implements Extension.Parameter {
        @Override
        public String getName() {
            return getName;
        }

        @Override
        public String getValue() {
            return getValue;
        }
    }

    @Test
    @DisplayName("extensions go out as listed and in their order; unknown ones are agreed on by name")
    void extensions() throws Exception {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .extensions(List.of(
                        new Offered("zoo", List.of(new Value("b", "2"), new Value("a", ""))),
                        new Offered("permessage-deflate", List.of(new Value("client_max_window_bits", "10")))))
                .build();
        try (ScriptedServer server = echo("Sec-WebSocket-Extensions: zoo; b=2\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals(
                    "zoo; b=2; a, permessage-deflate; client_max_window_bits=10",
                    Upgrades.field(take(heads), "Sec-WebSocket-Extensions"));
            assertEquals(1, session.getNegotiatedExtensions().size());
            assertEquals("zoo", session.getNegotiatedExtensions().get(0).getName());
            assertEquals("open", take(told));
            session.getBasicRemote().sendText("as it is");
            assertEquals("text as it is", take(told));
            session.close();
        }
    }

    @Test
    @DisplayName("permessage-deflate is offered and works where a property asks for it")
    void compression() throws Exception {
        ClientEndpointConfig config = with(Map.of("dev.tautline.client.compression", true));
        try (ScriptedServer server = echo("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            // RFC 7692 §7.1.1.1: the server did not accept what was demanded of it.
            assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), config, at(server, "/")));
        }
        heads.clear();
        try (ScriptedServer server =
                echo("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n")) {
            Session session = container.connectToServer(new Telling(), config, at(server, "/"));
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_max_window_bits",
                    Upgrades.field(take(heads), "Sec-WebSocket-Extensions"));
            assertEquals("open", take(told));
            String text = "x".repeat(1000);
            session.getBasicRemote().sendText(text);
            assertEquals("text " + text, take(told));
            session.close();
        }
    }

    @Test
    @DisplayName("another answer than 101 is an exception with status and header, and says nothing secret")
    void refused() throws Exception {
        try (ScriptedServer server = answering(head -> status(403, "X-Why: no\r\n"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(
                            new Telling(), null, URI.create("ws://me:secret@127.0.0.1:" + server.port() + "/x")));
            assertEquals(403, refused.status());
            assertEquals(List.of("no"), refused.headers().get("x-why"));
            assertFalse(String.valueOf(refused.getMessage()).contains("secret"), refused.getMessage());
            assertEquals(
                    "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8)),
                    Upgrades.field(take(heads), "Authorization"));
        }
        try (ScriptedServer server = answering(head -> Upgrades.answer(head, "").replace("Accept: ", "Accept: x"))) {
            HandshakeRefusedException refused = assertThrows(
                    HandshakeRefusedException.class,
                    () -> container.connectToServer(new Telling(), null, at(server, "/")));
            assertEquals(101, refused.status());
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    @DisplayName("nobody there, no address, no endpoint, a wrong property: each says so")
    void wrong() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        URI nobody = URI.create("ws://127.0.0.1:" + port + "/");
        assertThrows(IOException.class, () -> container.connectToServer(new Telling(), null, nobody));
        assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(new Telling(), null, URI.create("ftp://127.0.0.1/")));
        assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(new Telling(), null, URI.create("ws://127.0.0.1/#x")));
        assertThrows(DeploymentException.class, () -> container.connectToServer("no endpoint", nobody));
        DeploymentException property = assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(
                        new Telling(), with(Map.of("dev.tautline.client.maxRedirects", "many")), nobody));
        assertTrue(
                String.valueOf(property.getMessage())
                        .contains("dev.tautline.client.maxRedirects is a whole number from 0 to 100, not \"many\""),
                property.getMessage());
    }

    @Test
    @DisplayName("no answer in time: an exception that names the property")
    void timeout() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> peer.input().readAllBytes())) {
            IOException late = assertThrows(
                    IOException.class,
                    () -> container.connectToServer(
                            new Telling(), with(Map.of("dev.tautline.client.handshakeTimeout", 50)), at(server, "/")));
            assertTrue(
                    String.valueOf(late.getMessage()).contains("dev.tautline.client.handshakeTimeout"),
                    late.getMessage());
        }
    }

    @Test
    @DisplayName("an interrupted thread stops waiting and stays interrupted")
    void interrupted() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            heads.add(peer.readHead());
            peer.input().readAllBytes();
        })) {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    container.connectToServer(new Telling(), null, at(server, "/"));
                    outcome.complete("connected");
                } catch (InterruptedIOException e) {
                    outcome.complete("interrupted " + Thread.currentThread().isInterrupted());
                } catch (IOException | DeploymentException e) {
                    outcome.complete(e.toString());
                }
            });
            thread.start();
            take(heads);
            thread.interrupt();
            assertEquals("interrupted true", outcome.get(60, TimeUnit.SECONDS));
        }
    }

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

    @Test
    @DisplayName("a container that closes closes its sessions with 1001 and connects nothing more")
    void closes() throws Exception {
        try (ScriptedServer server = echo("")) {
            TautlineContainer own = new TautlineContainer();
            own.connectToServer(new Telling(), null, at(server, "/"));
            take(heads);
            own.close();
            assertEquals("closed 1001", take(heads));
            assertEquals("open", take(told));
            assertEquals("close 1001", take(told));
            assertThrows(IllegalStateException.class, () -> own.connectToServer(new Telling(), null, at(server, "/")));
        }
    }

    @Test
    @DisplayName("an application that stops ends its clients, and those that are still connecting")
    void applicationEnds() throws Exception {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try (ScriptedServer server = echo("");
                ScriptedServer silent = new ScriptedServer(peer -> {
                    heads.add(peer.readHead());
                    peer.input().readAllBytes();
                })) {
            container.connectToServer(new Telling(), null, at(server, "/"));
            take(heads);
            CompletableFuture<String> connecting = CompletableFuture.supplyAsync(() -> {
                Thread.currentThread().setContextClassLoader(application);
                try {
                    container.connectToServer(new Telling(), null, at(silent, "/"));
                    return "connected";
                } catch (IOException e) {
                    return "ended";
                } catch (DeploymentException e) {
                    return e.toString();
                }
            });
            take(heads);
            ClientShare.end(application).get(60, TimeUnit.SECONDS);
            assertEquals("closed 1001", take(heads));
            assertEquals("ended", connecting.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("onOpen that throws: onError, close with 1011, and the session is returned closed or closing")
    void failingOpen() throws Exception {
        Endpoint failing = new Endpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
                throw new IllegalStateException("not today");
            }

            @Override
            public void onError(Session session, Throwable thrown) {
                told.add("error " + thrown.getMessage());
            }
        };
        try (ScriptedServer server = echo("")) {
            container.connectToServer(failing, null, at(server, "/"));
            assertEquals("error not today", take(told));
            take(heads);
            assertEquals("closed 1011", take(heads));
        }
    }

    @Test
    @DisplayName("callbacks of different sessions run at the same time, and one may wait for the other")
    void concurrentCallbacks() throws Exception {
        CompletableFuture<String> second = new CompletableFuture<>();
        try (ScriptedServer server = echo("")) {
            Session waiting = container.connectToServer(
                    new Endpoint() {
                        @Override
                        public void onOpen(Session session, EndpointConfig config) {
                            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                                told.add("waited for " + second.join());
                            });
                        }
                    },
                    null,
                    at(server, "/"));
            Session other = container.connectToServer(
                    new Endpoint() {
                        @Override
                        public void onOpen(Session session, EndpointConfig config) {
                            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) second::complete);
                        }
                    },
                    null,
                    at(server, "/"));
            waiting.getBasicRemote().sendText("wait");
            other.getBasicRemote().sendText("now");
            assertEquals("waited for now", take(told));
            waiting.close();
            other.close();
        }
    }
}
