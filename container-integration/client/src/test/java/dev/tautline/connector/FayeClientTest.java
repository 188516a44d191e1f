// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.ProxyOptions;
import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.spec.Profile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client under the faye profile: SEMANTICS 1B.2. */
class FayeClientTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final Events events = new Events();

    private static WebSocketClientOptions.Builder faye() {
        return WebSocketClientOptions.builder(Profile.FAYE);
    }

    private WebSocket connect(String address, List<String> protocols, WebSocketClientOptions.Builder options) {
        return WebSocket.connect(address, protocols, options.build(), events::record);
    }

    @Test
    @DisplayName(
            "1B.2-01 only ws and wss; version 13; user information as Basic, not decoded; subprotocols joined by comma and blank")
    void asksAsFayeDoes() throws Exception {
        for (String scheme : List.of("http", "https", "ws+unix")) {
            assertThrows(IllegalArgumentException.class, () -> connect(scheme + "://127.0.0.1:1/", List.of(), faye()));
        }
        assertThrows(IllegalArgumentException.class, () -> faye().protocolVersion(8));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            heads.add(Upgrades.accept(peer, "Sec-WebSocket-Protocol: b\r\n"));
            Upgrades.close(peer);
        })) {
            WebSocket socket = connect("ws://me:p%40@127.0.0.1:" + server.port() + "/a", List.of("a", "b"), faye());
            events.expect("open OPEN", "close 1000 CLOSED");
            String head = heads.take();
            assertEquals("13", Upgrades.field(head, "Sec-WebSocket-Version"));
            assertEquals("a, b", Upgrades.field(head, "Sec-WebSocket-Protocol"));
            assertEquals("Basic bWU6cCU0MA==", Upgrades.field(head, "Authorization"));
            assertEquals("", Upgrades.field(head, "Sec-WebSocket-Extensions"));
            assertEquals("hybi-13", socket.version());
        }
    }

    @Test
    @DisplayName("1B.2-02 statusCode and headers are there when it is open, and after an error")
    void keepsTheAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            String head = peer.readHead();
            if (head.startsWith("GET /no ")) {
                peer.write("HTTP/1.1 418 Teapot\r\nX-A: b\r\nContent-Length: 0\r\n\r\n");
                peer.input().read();
            } else {
                peer.write(Upgrades.answer(head, "x-a: c\r\n"));
                Upgrades.close(peer);
            }
        })) {
            String address = "ws://127.0.0.1:" + server.port();
            WebSocket open = connect(address, List.of(), faye());
            events.expect("open OPEN", "close 1000 CLOSED");
            assertEquals(101, open.statusCode());
            assertEquals(List.of("c"), open.headers().get("X-A"));
            WebSocket refused = connect(address + "/no", List.of(), faye());
            String message = "Error during WebSocket handshake: Unexpected response code: 418";
            events.expect("error " + message + " CLOSING", "close 1002 " + message + " CLOSED");
            assertEquals(418, refused.statusCode());
            assertEquals(List.of("b"), refused.headers().get("x-a"));
        }
    }

    @Test
    @DisplayName(
            "1B.2-03 proxy: CONNECT with its fields, Basic credentials, own headers, TLS to it and to the server behind it; only 200 is accepted")
    void goesThroughAProxy() throws Exception {
        TestProxy proxy = new TestProxy();
        Certificates proxys = new Certificates(folder, "ip:127.0.0.1");
        Certificates servers = new Certificates(folder, "dns:target.invalid");
        try (ScriptedServer server = new ScriptedServer(servers.serverSockets(), peer -> {
                    Upgrades.accept(peer, "");
                    Upgrades.close(peer);
                });
                ScriptedServer relay = proxy.http(proxys.serverSockets(), "Basic bWU6cHc=")) {
            TlsOptions trust = TlsOptions.builder().ca(proxys.pem()).build();
            String target = "target.invalid:" + server.port();
            connect(
                    "wss://" + target,
                    List.of(),
                    faye().ca(servers.pem())
                            .proxy(ProxyOptions.builder(URI.create("wss://me:pw@127.0.0.1:" + relay.port()))
                                    .header("User-Agent", "test")
                                    .tls(trust)
                                    .build()));
            events.expect("open OPEN", "close 1000 CLOSED");
            assertEquals(
                    List.of(
                            "CONNECT " + target + " HTTP/1.1",
                            "Host: " + target,
                            "Connection: keep-alive",
                            "Proxy-Connection: keep-alive",
                            "Proxy-Authorization: Basic bWU6cHc=",
                            "User-Agent: test"),
                    Peer.lines(proxy.asked.take()));
            connect(
                    "wss://" + target,
                    List.of(),
                    faye().ca(servers.pem())
                            .proxy(ProxyOptions.builder(URI.create("https://127.0.0.1:" + relay.port()))
                                    .tls(trust)
                                    .build()));
            assertTrue(events.next().contains("407"));
            events.expect("close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1B.2-04 tls and ca say what is trusted")
    void trustsWhatItIsGiven() throws Exception {
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer server = new ScriptedServer(certificates.serverSockets(), peer -> {
            Upgrades.accept(peer, "");
            Upgrades.close(peer);
        })) {
            String address = "wss://127.0.0.1:" + server.port();
            for (WebSocketClientOptions.Builder options : List.of(
                    faye().ca(certificates.pem()),
                    faye().tls(TlsOptions.builder().ca(certificates.store()).build()))) {
                connect(address, List.of(), options);
                events.expect("open OPEN", "close 1000 CLOSED");
            }
            connect(address, List.of(), faye());
            assertTrue(events.next().startsWith("error Network error: " + address));
            events.expect("close 1006 CLOSED");
        }
    }

    @ParameterizedTest(name = "1B.2-05 {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Upgrade: foo|'Upgrade' header value is not 'WebSocket'",
                "Connection: keep-alive, Upgrade|'Connection' header value is not 'Upgrade'",
                "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=|Sec-WebSocket-Accept mismatch",
                "Sec-WebSocket-Protocol: c|Sec-WebSocket-Protocol mismatch",
                "X-None: 1|",
            })
    void checksAnswers(String line, String message) throws Exception {
        String name = line.substring(0, line.indexOf(':'));
        try (ScriptedServer server = new ScriptedServer(peer -> {
            String head = peer.readHead();
            String answer = Upgrades.answer(head, "");
            peer.write(
                    answer.contains(name + ": ")
                            ? answer.replaceFirst("(?m)^" + name + ": .*\r\n", line + "\r\n")
                            : Upgrades.answer(head, line + "\r\n"));
            Upgrades.close(peer);
        })) {
            connect("ws://127.0.0.1:" + server.port(), List.of("a"), faye());
            if (message == null) {
                events.expect("open OPEN", "close 1000 CLOSED");
            } else {
                String text = "Error during WebSocket handshake: " + message;
                events.expect("error " + text + " CLOSING", "close 1002 " + text + " CLOSED");
            }
        }
    }

    @Test
    @DisplayName("1B.2-06 no redirects, handshake timeout or origin option")
    void hasNoOptionsOfWs() {
        assertThrows(IllegalArgumentException.class, () -> faye().followRedirects(true));
        assertThrows(IllegalArgumentException.class, () -> faye().maxRedirects(1));
        assertThrows(IllegalArgumentException.class, () -> faye().handshakeTimeout(Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> faye().origin("https://a.example"));
    }
}
