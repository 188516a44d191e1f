// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.PerMessageDeflate;
import dev.tautline.ProxyOptions;
import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake of the native API's client: SEMANTICS 1.6, 1.7 and 1.8, byte by byte at a real server. */
class ClientHandshakeTest {
    private static final String CLOSED_EARLY =
            "error WebSocket was closed before the connection was established CLOSING";

    @TempDir
    Path folder;

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final Events events = new Events();

    /** Accepts, says something, closes. */
    private ScriptedServer greeter(String more) throws IOException {
        return new ScriptedServer(peer -> {
            heads.add(Upgrades.accept(peer, more));
            Upgrades.close(peer);
        });
    }

    /** Gives each request the answer of a function of its head. */
    private ScriptedServer answering(Function<String, String> answer) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            peer.write(answer.apply(head));
            peer.input().read();
        });
    }

    private static WebSocketClientOptions.Builder plain() {
        return WebSocketClientOptions.builder().perMessageDeflate(false);
    }

    private WebSocket connect(String address, List<String> protocols, WebSocketClientOptions options) {
        return WebSocket.connect(address, protocols, options, events::record);
    }

    private WebSocket connect(String address, WebSocketClientOptions.Builder options) {
        return connect(address, List.of(), options.build());
    }

    private static String local(ScriptedServer server) {
        return "ws://127.0.0.1:" + server.port();
    }

    private String takeHead() throws InterruptedException {
        String head = heads.poll(60, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("No request comes");
        }
        return head;
    }

    private void opensAndCloses() throws InterruptedException {
        events.expect("open OPEN", "close 1000 CLOSED");
    }

    @ParameterizedTest(name = "1.6-01 {0}")
    @CsvSource({
        "relative/path, Invalid URL: relative/path",
        "ftp://example.org/, The URL's protocol must be one of \"ws:\"",
        "ws://example.org/#part, The URL contains a fragment identifier",
        "ws+unix:, ''",
        "ws://example.org:99999/, The port is 1 to 65535",
        "'ws://exa mple.org:x/', Invalid URL"
    })
    void refusesAddresses(String address, String message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> connect(address, plain()));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @ParameterizedTest(name = "1.6-01 http is ws; the target is {1} for {0}")
    @CsvSource({"'', /", "?a=b, /?a=b", "/a%20b/é|?q=\"x\", /a%20b/%C3%A9%7C?q=%22x%22", "//a//b, //a//b"})
    void takesHttpForWs(String path, String target) throws Exception {
        try (ScriptedServer server = greeter("")) {
            WebSocket socket = connect("HTTP://127.0.0.1:" + server.port() + path, plain());
            assertEquals(URI.create(local(server) + target), socket.url());
            opensAndCloses();
            assertTrue(takeHead().startsWith("GET " + target + " HTTP/1.1\r\n"));
        }
    }

    @Test
    @DisplayName("1.6-02 subprotocols: tokens, each once; joined by a bare comma; options count where connect has none")
    void offersSubprotocols() throws Exception {
        for (String wrong : List.of("a b", "a,a", "", "é")) {
            List<String> offered = Arrays.asList(wrong.split(",", -1));
            assertThrows(IllegalArgumentException.class, () -> connect("ws://127.0.0.1:1", offered, plain().build()));
        }
        try (ScriptedServer server = greeter("Sec-WebSocket-Protocol: b\r\n")) {
            WebSocket socket = connect(
                    local(server), List.of("a", "b"), plain().protocols("c").build());
            opensAndCloses();
            assertEquals("b", socket.protocol());
            assertEquals("a,b", Upgrades.field(takeHead(), "Sec-WebSocket-Protocol"));
            connect(local(server), plain().protocols("b", "d"));
            opensAndCloses();
            assertEquals("b,d", Upgrades.field(takeHead(), "Sec-WebSocket-Protocol"));
        }
    }

    private static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** Redirects from /a to a location, accepts everything else. */
    private ScriptedServer redirecting(int status, String location) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            if (head.startsWith("GET /a ")) {
                peer.write(redirect(status, location));
            } else {
                peer.write(Upgrades.answer(head, ""));
                Upgrades.close(peer);
            }
        });
    }

    @ParameterizedTest(name = "1.6-03 a {0} is followed if followRedirects says so")
    @ValueSource(ints = {300, 301, 302, 307, 308, 399})
    void followsRedirects(int status) throws Exception {
        try (ScriptedServer server = redirecting(status, "../b?c")) {
            WebSocket socket = connect(local(server) + "/a", plain().followRedirects(true));
            opensAndCloses();
            assertEquals(URI.create(local(server) + "/b?c"), socket.url());
            String first = takeHead();
            String second = takeHead();
            assertTrue(second.startsWith("GET /b?c "), second);
            assertFalse(
                    Upgrades.field(first, "Sec-WebSocket-Key").equals(Upgrades.field(second, "Sec-WebSocket-Key")),
                    "each request has a key of its own");
            connect(local(server) + "/a", plain());
            events.expect("error Unexpected server response: " + status + " CLOSING", "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.6-03 a 3xx without Location, and a Location without 3xx, are no redirects")
    void needsStatusAndLocation() throws Exception {
        for (String answer : List.of(
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 201 Created\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 400 Bad\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")) {
            try (ScriptedServer server = answering(head -> answer)) {
                connect(local(server) + "/a", plain().followRedirects(true));
                events.expect(
                        "error Unexpected server response: " + answer.substring(9, 12) + " CLOSING",
                        "close 1006 CLOSED");
            }
        }
    }

    @Test
    @DisplayName("1.6-04 maxRedirects: 10 are followed, the eleventh fails; 1 if so chosen")
    void limitsRedirects() throws Exception {
        try (ScriptedServer server = answering(head -> redirect(302, "/again"))) {
            connect(local(server), plain().followRedirects(true));
            events.expect("error Maximum redirects exceeded CLOSING", "close 1006 CLOSED");
            assertEquals(11, heads.size());
            heads.clear();
            connect(local(server), plain().followRedirects(true).maxRedirects(1));
            events.expect("error Maximum redirects exceeded CLOSING", "close 1006 CLOSED");
            assertEquals(2, heads.size());
        }
        assertThrows(IllegalArgumentException.class, () -> plain().maxRedirects(-1));
    }

    private static WebSocketClientOptions.Builder secrets() {
        return plain().followRedirects(true)
                .header("authorization", "secret")
                .header("COOKIE", "a=b")
                .header("Host", "virtual")
                .header("X-Other", "kept");
    }

    private static List<String> secretsIn(String head) {
        return List.of(
                Upgrades.field(head, "Authorization"),
                Upgrades.field(head, "Cookie"),
                Upgrades.field(head, "Host"),
                Upgrades.field(head, "X-Other"));
    }

    @Test
    @DisplayName(
            "1.6-05 another host gets no authorization, cookie and host; a redirect listener keeps them; the same host gets them")
    void keepsSecretsFromOtherHosts() throws Exception {
        try (ScriptedServer other = greeter("");
                ScriptedServer server = redirecting(302, local(other) + "/b");
                ScriptedServer same = redirecting(302, "/b")) {
            connect(local(server) + "/a", secrets());
            opensAndCloses();
            List<String> all = List.of("secret", "a=b", "virtual", "kept");
            assertEquals(all, secretsIn(takeHead()));
            assertEquals(List.of("", "", "127.0.0.1:" + other.port(), "kept"), secretsIn(takeHead()));
            WebSocket.connect(local(server) + "/a", List.of(), secrets().build(), socket -> events.record(socket)
                    .onRedirect((redirected, url, request) -> events.add("redirect " + url.getPath())));
            events.expect("redirect /b");
            opensAndCloses();
            takeHead();
            assertEquals(all, secretsIn(takeHead()));
            connect(local(same) + "/a", secrets());
            opensAndCloses();
            takeHead();
            assertEquals(all, secretsIn(takeHead()));
        }
    }

    @Test
    @DisplayName(
            "1.6-05 from wss to ws authorization and cookie are dropped, of the same host too; credentials of the address as well")
    void keepsSecretsFromPlainConnections() throws Exception {
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer plain = greeter("");
                ScriptedServer secure = new ScriptedServer(certificates.serverSockets(), peer -> {
                    heads.add(peer.readHead());
                    peer.write(redirect(302, local(plain)));
                    peer.input().read();
                })) {
            connect(
                    "wss://me:pw@127.0.0.1:" + secure.port(),
                    plain().followRedirects(true).header("Cookie", "a=b").ca(certificates.pem()));
            opensAndCloses();
            String first = takeHead();
            assertEquals("Basic bWU6cHc=", Upgrades.field(first, "Authorization"));
            assertEquals("a=b", Upgrades.field(first, "Cookie"));
            String second = takeHead();
            assertEquals("", Upgrades.field(second, "Authorization"));
            assertEquals("", Upgrades.field(second, "Cookie"));
        }
    }

    @Test
    @DisplayName("1.6-06 handshakeTimeout: an error where the server does not answer in time; none by default")
    void timesOut() throws Exception {
        assertEquals(Duration.ZERO, WebSocketClientOptions.DEFAULTS.handshakeTimeout());
        try (ScriptedServer silent = new ScriptedServer(peer -> peer.input().readAllBytes())) {
            connect(local(silent), plain().handshakeTimeout(Duration.ofMillis(100)));
            events.expect("error Opening handshake has timed out CLOSING", "close 1006 CLOSED");
        }
    }

    /** The wait, longer than the timeout, is between two requests, so that only what begins anew can pass. */
    @Test
    @DisplayName("1.6-06 handshakeTimeout begins anew with each redirect")
    void timesEachRequest() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = redirecting(302, "/b")) {
            WebSocketClientOptions options = plain().followRedirects(true)
                    .handshakeTimeout(Duration.ofSeconds(6))
                    .build();
            WebSocket.connect(local(server) + "/a", List.of(), options, socket -> events.record(socket)
                    .onRedirect((same, url, request) -> {
                        try {
                            assertFalse(never.await(6200, TimeUnit.MILLISECONDS));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            opensAndCloses();
        }
    }

    @Test
    @DisplayName("1.6-07 origin: Origin for 13, Sec-WebSocket-Origin for 8, none by default")
    void sendsOrigin() throws Exception {
        try (ScriptedServer server = greeter("")) {
            connect(local(server), plain().origin("https://a.example"));
            opensAndCloses();
            assertEquals("https://a.example", Upgrades.field(takeHead(), "Origin"));
            connect(local(server), plain().origin("https://a.example").protocolVersion(8));
            opensAndCloses();
            String head = takeHead();
            assertEquals("https://a.example", Upgrades.field(head, "Sec-WebSocket-Origin"));
            assertEquals("", Upgrades.field(head, "Origin"));
            connect(local(server), plain());
            opensAndCloses();
            assertFalse(takeHead().contains("Origin"));
        }
    }

    @Test
    @DisplayName("1.6-08 protocolVersion: 13, or 8; nothing else")
    void sendsTheVersion() throws Exception {
        try (ScriptedServer server = greeter("")) {
            connect(local(server), plain());
            opensAndCloses();
            assertEquals("13", Upgrades.field(takeHead(), "Sec-WebSocket-Version"));
            WebSocket socket = connect(local(server), plain().protocolVersion(8));
            opensAndCloses();
            assertEquals("8", Upgrades.field(takeHead(), "Sec-WebSocket-Version"));
            assertEquals("hybi-8", socket.version());
        }
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> plain().protocolVersion(7));
        assertEquals("Unsupported protocol version: 7 (supported versions: 13, 8)", refused.getMessage());
    }

    @Test
    @DisplayName("1.6-09 perMessageDeflate is offered by default, with what the object says, or not at all")
    void offersDeflate() throws Exception {
        try (ScriptedServer server = greeter("")) {
            connect(local(server), WebSocketClientOptions.builder());
            opensAndCloses();
            String head = takeHead();
            assertEquals(
                    "permessage-deflate; client_max_window_bits", Upgrades.field(head, "Sec-WebSocket-Extensions"));
            connect(
                    local(server),
                    plain().perMessageDeflate(PerMessageDeflate.builder()
                            .serverNoContextTakeover(true)
                            .clientMaxWindowBits(10)
                            .build()));
            opensAndCloses();
            assertEquals(
                    "permessage-deflate; server_no_context_takeover; client_max_window_bits=10",
                    Upgrades.field(takeHead(), "Sec-WebSocket-Extensions"));
            connect(local(server), plain());
            opensAndCloses();
            assertEquals("", Upgrades.field(takeHead(), "Sec-WebSocket-Extensions"));
        }
    }

    @Test
    @DisplayName(
            "1.6-10 1.6-11 maxPayload and its like hold for the client's socket: 100 MiB and 16,384 fragments by default")
    void limitsWhatTheServerSends() throws Exception {
        assertEquals(100L * 1024 * 1024, WebSocketClientOptions.DEFAULTS.maxPayload());
        assertEquals(16_384, WebSocketClientOptions.DEFAULTS.maxFragments());
        assertEquals(60, WebSocketClientOptions.DEFAULTS.maxPendingAutoPongs());
        assertEquals(Duration.ofSeconds(30), WebSocketClientOptions.DEFAULTS.closeTimeout());
        assertTrue(WebSocketClientOptions.DEFAULTS.autoPong());
        assertFalse(WebSocketClientOptions.DEFAULTS.skipUtf8Validation());
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            peer.write(new byte[] {(byte) 0x81, 4, 'a', 'b', 'c', 'd'});
            peer.input().readAllBytes();
        })) {
            connect(local(server), plain().maxPayload(3));
            events.expect("open OPEN");
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            connect(local(server), plain().maxPayload(4));
            events.expect("open OPEN", "message abcd");
        }
    }

    @Test
    @DisplayName("1.6-12 generateMask fills the key of each frame; all zero leaves the payload as it is")
    void masksAsToldTo() throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            first.complete(peer.input().readNBytes(16));
            Upgrades.close(peer);
        })) {
            AtomicInteger frames = new AtomicInteger();
            WebSocket.connect(
                    local(server),
                    List.of(),
                    plain().generateMask(key -> key.putInt(frames.getAndIncrement() == 0 ? 0x01020304 : 0))
                            .build(),
                    socket -> events.record(socket).addEventListener(dev.tautline.WebSocketEvent.OPEN, opened -> {
                        opened.send("ab");
                        opened.send("ab");
                    }));
            opensAndCloses();
            byte[] expected = {
                (byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'a' ^ 1, 'b' ^ 2, (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'a', 'b'
            };
            assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(first.get(60, TimeUnit.SECONDS)));
        }
    }

    @Test
    @DisplayName("1.6-13 finishRequest sees and changes every request, of redirects too")
    void letsRequestsBeFinished() throws Exception {
        try (ScriptedServer server = redirecting(302, "/b")) {
            connect(
                    local(server) + "/a",
                    plain().followRedirects(true)
                            .finishRequest((request, socket) ->
                                    request.setHeader("X-At", request.url().getPath() + " " + socket.readyState())));
            opensAndCloses();
            assertEquals("/a CONNECTING", Upgrades.field(takeHead(), "X-At"));
            assertEquals("/b CONNECTING", Upgrades.field(takeHead(), "X-At"));
            connect(local(server), plain().finishRequest((request, socket) -> {
                throw new IllegalStateException("not today");
            }));
            events.expect("error not today CLOSING", "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.6-15 headers and auth are sent; fields of the handshake and broken ones are refused")
    void sendsHeaders() throws Exception {
        try (ScriptedServer server = greeter("")) {
            connect(
                    local(server),
                    plain().header("X-One", "1").header("X-One", "2").auth("me", "päss"));
            opensAndCloses();
            List<String> lines = Peer.lines(takeHead());
            assertEquals(List.of("X-One: 1", "X-One: 2", "Sec-WebSocket-Version: 13"), lines.subList(1, 4));
            assertEquals("Authorization: Basic bWU6cMOkc3M=", lines.get(lines.size() - 1));
            assertEquals("Host: 127.0.0.1:" + server.port(), lines.get(lines.size() - 2));
        }
        assertThrows(IllegalArgumentException.class, () -> plain().header("X", "a\r\nY: b"));
        for (String name : List.of("Connection", "sec-websocket-key", "Upgrade", "Content-Length")) {
            assertThrows(IllegalArgumentException.class, () -> connect("ws://127.0.0.1:1", plain().header(name, "x")));
        }
    }

    @Test
    @DisplayName(
            "1.6-16 user information is sent as Basic credentials, percent-decoded; an authorization field wins; a redirect keeps them")
    void sendsUserInformation() throws Exception {
        try (ScriptedServer server = redirecting(302, "/b")) {
            String address = "ws://us%3Aer:p%40+s@127.0.0.1:" + server.port();
            connect(address + "/a", plain().followRedirects(true).auth("not", "this"));
            opensAndCloses();
            String basic = "Basic dXM6ZXI6cEArcw==";
            assertEquals(basic, Upgrades.field(takeHead(), "Authorization"));
            assertEquals(basic, Upgrades.field(takeHead(), "Authorization"));
            connect(address, plain().header("Authorization", "Bearer x"));
            opensAndCloses();
            assertEquals("Bearer x", Upgrades.field(takeHead(), "Authorization"));
        }
    }

    @Test
    @DisplayName("1.6-17 TLS: trust and the host's name are needed; 1.6-15 the options say otherwise")
    void speaksTls() throws Exception {
        Certificates certificates = new Certificates(folder, "dns:other.example");
        try (ScriptedServer server = new ScriptedServer(certificates.serverSockets(), peer -> {
            Upgrades.accept(peer, "");
            Upgrades.close(peer);
        })) {
            String address = "wss://127.0.0.1:" + server.port();
            connect(address, plain());
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            connect(address, plain().ca(certificates.pem()));
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            WebSocket socket = connect(
                    address,
                    plain().tls(TlsOptions.builder()
                            .ca(certificates.store())
                            .verifyHostName(false)
                            .build()));
            opensAndCloses();
            assertTrue(socket.url().getScheme().equals("wss"));
        }
    }

    @Test
    @DisplayName("1.6-18 ws+unix: the socket's path up to the first colon, then the target; / by default")
    void connectsToUnixSockets() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            for (String target : List.of(":/a:b?c", "")) {
                CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                    try (SocketChannel accepted = server.accept()) {
                        Peer peer = new Peer(Channels.newInputStream(accepted), Channels.newOutputStream(accepted));
                        heads.add(Upgrades.accept(peer, ""));
                        Upgrades.close(peer);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                });
                connect("ws+unix:" + path + target, plain());
                opensAndCloses();
                serving.get(60, TimeUnit.SECONDS);
                String head = takeHead();
                assertTrue(head.startsWith(target.isEmpty() ? "GET / " : "GET /a:b?c "), head);
                assertEquals("localhost", Upgrades.field(head, "Host"));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> connect("ws+unix::/a", plain()));
    }

    @Test
    @DisplayName("1.6-19 proxies: CONNECT for plain ws too")
    void goesThroughProxies() throws Exception {
        TestProxy proxy = new TestProxy();
        try (ScriptedServer server = greeter("");
                ScriptedServer relay = proxy.http(ServerSocketFactory.getDefault(), null)) {
            connect(
                    "ws://target.invalid:" + server.port() + "/",
                    plain().proxy(ProxyOptions.of("http://127.0.0.1:" + relay.port())));
            opensAndCloses();
            assertTrue(proxy.asked.take().startsWith("CONNECT target.invalid:" + server.port() + " HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest(name = "1.7 {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade: foo|Invalid Upgrade header||",
                "Connection: close|Invalid Connection header||",
                "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=|Invalid Sec-WebSocket-Accept header||",
                "Sec-WebSocket-Protocol: a|Server sent a subprotocol but none was requested||",
                "Sec-WebSocket-Protocol: c|Server sent an invalid subprotocol|a,b|",
                "X-None: 1|Server sent no subprotocol|a,b|",
                "Sec-WebSocket-Extensions: permessage-deflate|Server sent a Sec-WebSocket-Extensions header but no"
                        + " extension was requested||",
                "Sec-WebSocket-Extensions: ;|Invalid Sec-WebSocket-Extensions header||deflate",
            })
    void failsForAnswers(String line, String message, String offered, String deflate) throws Exception {
        String name = line.substring(0, line.indexOf(':'));
        try (ScriptedServer server = answering(head -> {
            String answer = Upgrades.answer(head, "");
            return answer.contains(name + ": ")
                    ? answer.replaceFirst("(?m)^" + name + ": .*\r\n", line + "\r\n")
                    : Upgrades.answer(head, line + "\r\n");
        })) {
            List<String> protocols = offered == null ? List.of() : List.of(offered.split(","));
            connect(
                    local(server),
                    protocols,
                    plain().perMessageDeflate(deflate != null).build());
            events.expect("error " + message + " CLOSING", "close 1006 CLOSED");
        }
    }

    @ParameterizedTest(name = "1.7 extension answer {0}")
    @ValueSource(
            strings = {
                "x-unknown",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate; unknown_parameter",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; server_max_window_bits"
            })
    void failsForExtensions(String answer) throws Exception {
        try (ScriptedServer server =
                answering(head -> Upgrades.answer(head, "Sec-WebSocket-Extensions: " + answer + "\r\n"))) {
            connect(local(server), WebSocketClientOptions.builder());
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.7 another status: an error, or the unexpected-response event and nothing more")
    void tellsOfUnexpectedResponses() throws Exception {
        String answer = "HTTP/1.1 401 Unauthorized\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody";
        try (ScriptedServer server = answering(head -> answer)) {
            WebSocket failed = connect(local(server), plain());
            events.expect("error Unexpected server response: 401 CLOSING", "close 1006 CLOSED");
            assertEquals(401, failed.statusCode());
            WebSocket socket = WebSocket.connect(local(server), List.of(), plain().build(), told -> events.record(told)
                    .onUnexpectedResponse((same, request, response) -> {
                        try (response) {
                            events.add(response.statusCode()
                                    + response.statusMessage()
                                    + response.header("x-a")
                                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8)
                                    + request.url().getScheme());
                        } catch (IOException e) {
                            events.add(e.toString());
                        }
                    }));
            events.expect("401Unauthorizedbbodyws");
            assertEquals(ReadyState.CONNECTING, socket.readyState());
            events.expectNothingMore();
            socket.terminate();
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.7 a redirect to a bad address gives an error event instead of an exception")
    void failsForBadRedirects() throws Exception {
        for (String[] bad : new String[][] {
            {"ws://[", "Invalid URL: ws://["},
            {"mailto:a", "The URL's protocol must be one of \"ws:\", \"wss:\", \"http:\", \"https:\", or \"ws+unix:\""},
            {"/b#c", "The URL contains a fragment identifier"}
        }) {
            try (ScriptedServer server = redirecting(302, bad[0])) {
                connect(local(server) + "/a", plain().followRedirects(true));
                events.expect("error " + bad[1] + " CLOSING", "close 1006 CLOSED");
            }
        }
    }

    @Test
    @DisplayName("1.8-06 upgrade comes before the checks, and may close the socket")
    void tellsOfUpgrades() throws Exception {
        try (ScriptedServer server =
                answering(head -> Upgrades.answer(head, "X-A: b\r\n").replace("Upgrade: web", "Upgrade: no"))) {
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> events.record(socket)
                    .onUpgrade((same, response) -> events.add(
                            "upgrade " + response.statusCode() + response.header("X-A") + same.readyState())));
            events.expect("upgrade 101bCONNECTING", "error Invalid Upgrade header CLOSING", "close 1006 CLOSED");
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> events.record(socket)
                    .onUpgrade((same, response) -> same.terminate()));
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.8-07 redirect comes before the request for the target is sent, and may change or end it")
    void tellsOfRedirects() throws Exception {
        try (ScriptedServer server = redirecting(302, "/b")) {
            WebSocket.connect(
                    local(server) + "/a",
                    List.of(),
                    plain().followRedirects(true).build(),
                    socket -> events.record(socket).onRedirect((same, url, request) -> {
                        events.add("redirect " + url + " " + same.url().equals(url));
                        request.setHeader("X-Redirected", "yes");
                    }));
            events.expect("redirect " + local(server) + "/b true");
            opensAndCloses();
            takeHead();
            assertEquals("yes", Upgrades.field(takeHead(), "X-Redirected"));
            WebSocket.connect(
                    local(server) + "/a",
                    List.of(),
                    plain().followRedirects(true).build(),
                    socket -> events.record(socket).onRedirect((same, url, request) -> same.close()));
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            takeHead();
            assertEquals(0, heads.size());
        }
    }

    @Test
    @DisplayName("1.10-03 1.10-04 close and terminate while CONNECTING end the attempt and its socket")
    void endsAttempts() throws Exception {
        CountDownLatch ended = new CountDownLatch(2);
        CountDownLatch asked = new CountDownLatch(2);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            asked.countDown();
            peer.input().read();
            ended.countDown();
        })) {
            WebSocket closed = connect(local(server), plain());
            WebSocket terminated = connect(local(server), plain());
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            closed.close(1000, "reason");
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            terminated.terminate();
            terminated.terminate();
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            assertTrue(ended.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("1.10-01 a send before open is refused under ws and queued under faye (1B.1-09)")
    void sendsBeforeOpen() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            received.complete(peer.input().readNBytes(8));
            Upgrades.close(peer);
        })) {
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> {
                assertThrows(IllegalStateException.class, () -> socket.send("hi"));
                socket.terminate();
            });
            WebSocketClientOptions faye = WebSocketClientOptions.builder(Profile.FAYE)
                    .generateMask(key -> key.putInt(0))
                    .build();
            WebSocket socket = WebSocket.connect(local(server), List.of(), faye, early -> events.record(early)
                    .send("hi"));
            opensAndCloses();
            assertEquals(
                    ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}),
                    ByteBuffer.wrap(received.get(60, TimeUnit.SECONDS)));
            assertEquals(ReadyState.CLOSED, socket.readyState());
        }
    }

    @Test
    @DisplayName("1.8-05 a server that is not there gives error, then close 1006; opened() fails with the same error")
    void failsWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        WebSocket socket = connect("ws://127.0.0.1:" + port, plain());
        assertTrue(events.next().startsWith("error "));
        events.expect("close 1006 CLOSED");
        assertTrue(socket.opened().toCompletableFuture().isCompletedExceptionally());
        assertEquals(0, socket.statusCode());
    }

    @Test
    void withoutListenersMessagesWaitForTheFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            peer.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            peer.input().read();
        })) {
            WebSocket socket = WebSocket.connect(local(server), List.of(), plain().build());
            socket.opened().toCompletableFuture().get(60, TimeUnit.SECONDS);
            socket.onMessage((from, message) -> events.add(message.text()));
            events.expect("hi");
            socket.terminate();
            assertEquals(
                    1006,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
        }
    }
}
