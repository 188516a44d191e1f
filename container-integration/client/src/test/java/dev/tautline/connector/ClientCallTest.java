// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.TlsOptions;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code connect} is called, and how its listeners are. */
class ClientCallTest {
    private static final WebSocketClientOptions OPTIONS =
            WebSocketClientOptions.builder().protocols("x").build();

    @TempDir
    Path folder;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** Notes what is not as it has to be, and leaves a flag behind. */
    private void listen(String event, ClassLoader expected) {
        boolean interrupted = Thread.interrupted();
        ClassLoader seen = Thread.currentThread().getContextClassLoader();
        heard.add(event + (seen == expected ? "" : " under " + seen) + (interrupted ? " interrupted" : ""));
        Thread.currentThread().interrupt();
    }

    private void listenAll(WebSocket socket, ClassLoader expected) {
        socket.onUpgrade((same, response) -> listen("upgrade", expected))
                .onRedirect((same, url, request) -> listen("redirect", expected))
                .onOpen(same -> listen("open", expected))
                .onMessage((same, message) -> listen("message", expected))
                .onPing((same, payload) -> listen("ping", expected))
                .onPong((same, payload) -> listen("pong", expected))
                .onError((same, error) -> listen("error", expected))
                .onClose((same, event) -> listen("close", expected));
    }

    private static WebSocket connect(
            String address, WebSocketClientOptions options, ClassLoader loader, Listeners set) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return WebSocket.connect(address, options, set::on);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private interface Listeners {
        void on(WebSocket socket);
    }

    private static void finish(WebSocket socket) throws Exception {
        socket.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void converse(Peer peer) throws Exception {
        String head = peer.readHead();
        if (head.startsWith("GET /a ")) {
            peer.write("HTTP/1.1 302 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        peer.write(Upgrades.answer(head, ""));
        // A text twice, a ping, a pong.
        peer.write(new byte[] {(byte) 0x81, 0, (byte) 0x81, 0, (byte) 0x89, 0, (byte) 0x8A, 0});
        Upgrades.close(peer);
    }

    @ParameterizedTest(name = "TLS: {0}")
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "listeners have the context class loader of who called connect, and no interrupt flag of the one before")
    void listenersHaveTheCallersClassLoader(boolean tls) throws Exception {
        ClassLoader mine = new ClassLoader(getClass().getClassLoader()) {};
        Certificates certificates = new Certificates(folder, "ip:127.0.0.1");
        try (ScriptedServer server = tls
                ? new ScriptedServer(certificates.serverSockets(), ClientCallTest::converse)
                : new ScriptedServer(ClientCallTest::converse)) {
            WebSocketClientOptions options = WebSocketClientOptions.builder()
                    .perMessageDeflate(false)
                    .followRedirects(true)
                    .ca(certificates.pem())
                    .build();
            String address = (tls ? "wss" : "ws") + "://127.0.0.1:" + server.port() + "/a";
            finish(connect(address, options, mine, socket -> listenAll(socket, mine)));
            assertEquals(
                    List.of("redirect", "upgrade", "open", "message", "message", "ping", "pong", "close"),
                    List.copyOf(heard));
        }
    }

    @Test
    @DisplayName("so have those of an attempt that fails")
    void listenersOfAFailureHaveTheCallersClassLoader() throws Exception {
        ClassLoader mine = new ClassLoader(getClass().getClassLoader()) {};
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        })) {
            String address = "ws://127.0.0.1:" + server.port();
            finish(connect(address, WebSocketClientOptions.DEFAULTS, mine, socket -> listenAll(socket, mine)));
            assertEquals(List.of("error", "close"), List.copyOf(heard));
        }
    }

    private static String offered(Function<String, WebSocket> connect) throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer(peer -> heads.add(peer.readHead()))) {
            finish(connect.apply("ws://127.0.0.1:" + server.port() + "/"));
            return Upgrades.field(heads.take(), "Sec-WebSocket-Protocol");
        }
    }

    @Test
    @DisplayName(
            "1.6-02 1.14-02 subprotocols: none, one, several, a list, one string; those of connect before those of the options")
    void subprotocolsInEveryForm() throws Exception {
        assertEquals("", offered(address -> WebSocket.connect(address)));
        assertEquals("a", offered(address -> WebSocket.connect(address, "a")));
        assertEquals("a,b", offered(address -> WebSocket.connect(address, "a", "b")));
        assertEquals("a,b", offered(address -> WebSocket.connect(address, List.of("a", "b"))));
        assertEquals("a,b", offered(address -> WebSocket.connect(address, List.of("a", "b"), socket -> {})));
        assertEquals("a", offered(address -> WebSocket.connect(address, "a", socket -> {})));
        assertEquals("a,b", offered(address -> WebSocket.connect(address, "a, b", socket -> {})));
        assertEquals("x", offered(address -> WebSocket.connect(address, OPTIONS)));
        assertEquals("x", offered(address -> WebSocket.connect(address, OPTIONS, socket -> {})));
        assertEquals("a", offered(address -> WebSocket.connect(address, List.of("a"), OPTIONS)));
        assertEquals("a", offered(address -> WebSocket.connect(address, List.of("a"), OPTIONS, socket -> {})));
        assertEquals("", offered(address -> WebSocket.connect(URI.create(address), socket -> {})));
        assertEquals("x", offered(address -> WebSocket.connect(URI.create(address), OPTIONS, socket -> {})));
        assertEquals("", offered(address -> WebSocket.connect(address, socket -> {})));
    }

    @Test
    @DisplayName("1.6-17 SNI: the host's name, none for an address, another if so chosen")
    void serverNames() throws Exception {
        Certificates certificates = new Certificates(folder, "dns:localhost,ip:127.0.0.1");
        try (SniServer server = new SniServer(certificates)) {
            TlsOptions.Builder trust =
                    TlsOptions.builder().ca(certificates.pem()).verifyHostName(false);
            assertEquals(List.of("localhost"), server.asked("localhost", trust.build()));
            assertEquals(List.of(), server.asked("127.0.0.1", trust.build()));
            assertEquals(
                    List.of("other.example"),
                    server.asked("127.0.0.1", trust.serverName("other.example").build()));
            assertEquals(
                    List.of(), server.asked("localhost", trust.serverName("").build()));
        }
    }
}
