// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.Message;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketEvent;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients, each with a server of ours at the other end. */
class ClientRecipesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final BlockingQueue<String> console = new LinkedBlockingQueue<>();
    private final BlockingQueue<WebSocket> connected = new LinkedBlockingQueue<>();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private LocalServer echo() throws Exception {
        return LocalServer.with((socket, request) -> {
            socket.onMessage(WebSocket::send);
            connected.add(socket);
        });
    }

    @Test
    @DisplayName("1.6-01 1.6-09 sending and receiving text, with and without permessage-deflate")
    void text() throws Exception {
        try (LocalServer server = echo()) {
            WebSocket client = SimpleClient.connect(server.address(), console::add);
            assertEquals("something", Peer.take(console));
            assertEquals("permessage-deflate", client.extensions());
            WebSocket uncompressed = SimpleClient.uncompressed(server.address(), console::add);
            assertEquals("something", Peer.take(console));
            assertEquals("", uncompressed.extensions());
        }
    }

    @Test
    @DisplayName("an echo client in five lines, which ends with its socket")
    void echoClient() throws Exception {
        try (LocalServer server = LocalServer.with((socket, request) -> {
            socket.onMessage((from, message) -> console.add(message.text()));
            connected.add(socket);
        })) {
            CompletableFuture<Void> main =
                    CompletableFuture.runAsync(() -> EchoClient.main(new String[] {server.address()}), threads);
            WebSocket socket = Peer.take(connected);
            socket.send("hello");
            assertEquals("hello", Peer.take(console));
            socket.close();
            Peer.result(main);
        }
    }

    @Test
    @DisplayName("1.14-03 sending binary data")
    void binary() throws Exception {
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        try (LocalServer server =
                LocalServer.with((socket, request) -> socket.onMessage((from, message) -> messages.add(message)))) {
            BinaryFloats.connect(server.address());
            Message message = Peer.take(messages);
            assertTrue(message.isBinary());
            ByteBuffer halves = message.bytes().order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(20, halves.remaining());
            assertEquals(2f, halves.getFloat(16));
        }
    }

    @Test
    @DisplayName("1.6-07 1.12-05 the round-trip time, with an origin")
    void roundTripTime() throws Exception {
        BlockingQueue<String> origins = new LinkedBlockingQueue<>();
        try (LocalServer server = LocalServer.with((socket, request) -> {
            origins.addAll(request.headers("Origin"));
            socket.onMessage(WebSocket::send);
        })) {
            WebSocket client = RoundTripTime.connect(
                    server.address(), "https://websocket.org", Duration.ofMillis(1), console::add);
            assertEquals("https://websocket.org", Peer.take(origins));
            assertEquals("connected", Peer.take(console));
            for (int i = 0; i < 3; i++) {
                String line = Peer.take(console);
                assertTrue(line.matches("Roundtrip time: \\d+ ms"), line);
            }
            client.close();
            Peer.result(client.closed());
            assertEquals("disconnected", lastLine());
        }
    }

    private String lastLine() {
        return console.stream().reduce((earlier, later) -> later).orElseThrow();
    }

    @Test
    @DisplayName("1.12-01 a client's socket as a duplex stream: what is typed before it is open waits")
    void duplexPipe() throws Exception {
        PipedInputStream terminal = new PipedInputStream();
        PipedInputStream screen = new PipedInputStream();
        byte[] typed = "typed before the socket was open".getBytes(StandardCharsets.UTF_8);
        try (LocalServer server = echo()) {
            CompletableFuture<Void> piped;
            try (PipedOutputStream typing = new PipedOutputStream(terminal)) {
                typing.write(typed);
                typing.flush();
                piped = DuplexPipe.connect(
                        WebSocket.connect(server.address()), terminal, new PipedOutputStream(screen), threads);
                assertArrayEquals(typed, screen.readNBytes(typed.length));
            }
            Peer.result(piped);
            assertEquals(1005, Peer.result(Peer.take(connected).closed()).code());
        }
    }

    @Test
    @DisplayName("1.12-05 a client finds a broken connection: no ping, no patience")
    void clientHeartbeat() throws Exception {
        timer.setRemoveOnCancelPolicy(true);
        try (LocalServer server = echo()) {
            WebSocket impatient = ClientHeartbeat.connect(server.address(), Duration.ofMillis(20), timer);
            assertEquals(1006, Peer.result(impatient.closed()).code());
            WebSocket patient = ClientHeartbeat.connect(server.address(), Duration.ofHours(1), timer);
            Peer.result(patient.opened());
            BlockingQueue<String> pings = new LinkedBlockingQueue<>();
            // Called after the heartbeat's own listener.
            patient.addEventListener(WebSocketEvent.PING, (from, payload) -> pings.add("ping"));
            Peer.take(connected);
            Peer.result(Peer.take(connected).ping("still there?").answered());
            Peer.take(pings);
            assertTrue(patient.isOpen());
            assertEquals(1, timer.getQueue().size());
            patient.close();
            Peer.result(patient.closed());
        }
    }

    @Test
    @DisplayName("1.6-19 1B.2-03 through a proxy, with credentials and a header field of our own")
    void proxy() throws Exception {
        try (LocalServer server = echo();
                ConnectProxy proxy = new ConnectProxy()) {
            WebSocket client = ProxiedClient.connect(
                    server.address(), "http://username:password@127.0.0.1:" + proxy.port(), socket -> {
                        socket.onOpen(open -> open.send("through the proxy"));
                        socket.onMessage((from, message) -> console.add(message.text()));
                    });
            assertEquals("through the proxy", Peer.take(console));
            String head = proxy.asked();
            assertTrue(head.startsWith("CONNECT 127.0.0.1:" + client.url().getPort() + " HTTP/1.1\r\n"), head);
            assertTrue(head.contains("Proxy-Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=\r\n"), head);
            assertTrue(head.contains("User-Agent: java\r\n"), head);
        }
    }

    @Test
    @DisplayName("1B.2-04 a certificate of the house's own; without it the socket does not open")
    void ownCertificate() throws Exception {
        try (LocalServer server = LocalServer.with(
                TestCertificate.sslContext(), (socket, request) -> socket.onMessage(WebSocket::send))) {
            TrustingClient.connect(server.address(), pem(), socket -> {
                socket.onOpen(open -> open.send("trusted"));
                socket.onMessage((from, message) -> console.add(message.text()));
            });
            assertEquals("trusted", Peer.take(console));
            WebSocket stranger = SimpleClient.connect(server.address(), console::add);
            assertEquals(1006, Peer.result(stranger.closed()).code());
            assertEquals("failed", outcome(stranger.opened()));
        }
    }

    private static String outcome(CompletionStage<WebSocket> opened) throws Exception {
        return Peer.result(opened.handle((open, failure) -> failure == null ? "open" : "failed"));
    }

    private static String pem() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(TestCertificate.keyStore())) {
            keys.load(in, TestCertificate.PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate(keys.aliases().nextElement());
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
