// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.PerMessageDeflate;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The request of the native API's client: SEMANTICS 1.6, byte by byte at a real server. */
class ClientHandshakeTest extends ClientFixture {
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

    @Test
    @DisplayName("1.6-06 handshakeTimeout: an error where the server does not answer in time; none by default")
    void timesOut() throws Exception {
        assertEquals(Duration.ZERO, WebSocketClientOptions.DEFAULTS.handshakeTimeout());
        try (ScriptedServer silent = new ScriptedServer(peer -> peer.input().readAllBytes())) {
            connect(local(silent), plain().handshakeTimeout(Duration.ofMillis(100)));
            events.expect("error Opening handshake has timed out CLOSING", "close 1006 CLOSED");
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
}
