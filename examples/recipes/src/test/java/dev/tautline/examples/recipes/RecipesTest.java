// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketEvent;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final BlockingQueue<WebSocket> connected = new LinkedBlockingQueue<>();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private static WebSocketServer noServer() {
        return new WebSocketServer(WebSocketServerOptions.builder().noServer().build());
    }

    /** A Tomcat with one server. */
    private static RecipeServer serving(Consumer<WebSocketServer> recipe) throws Exception {
        return RecipeServer.with(host -> {
            WebSocketServer server = new WebSocketServer(
                    WebSocketServerOptions.builder().server(host).build());
            recipe.accept(server);
            server.start();
        });
    }

    @Test
    @DisplayName("1.12-05 several servers share one HTTP server, chosen by path")
    void severalServers() throws Exception {
        WebSocketServer foo = noServer().onConnection((socket, request) -> socket.send("foo"));
        WebSocketServer bar = noServer().onConnection((socket, request) -> socket.send("bar"));
        UpgradeByPath filter = new UpgradeByPath(Map.of("/foo", foo, "/bar", bar));
        try (RecipeServer http = RecipeServer.withFilters(Map.of("/*", filter))) {
            assertEquals("foo", Peer.open(http.uri("/foo")).text());
            assertEquals("bar", Peer.open(http.uri("/bar")).text());
            assertEquals(1, foo.clients().size());
            assertEquals(404, refusal(http, "/other"));
        }
    }

    private static int refusal(RecipeServer http, String path, String... headers) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> Peer.open(http.uri(path), headers));
        return assertInstanceOf(WebSocketHandshakeException.class, failed.getCause())
                .getResponse()
                .statusCode();
    }

    @Test
    @DisplayName("1.12-05 1.14-01 the client is authenticated in the upgrade, 401 for strangers")
    void authentication() throws Exception {
        WebSocketServer server = noServer();
        server.onConnection((socket, request) -> socket.onMessage((from, message) ->
                from.send("Received message " + message.text() + " from user " + from.attachment())));
        AuthenticatedUpgrade filter =
                new AuthenticatedUpgrade(server, request -> Optional.ofNullable(request.getHeader("Authorization"))
                        .filter("Bearer secret"::equals)
                        .map(token -> "alice"));
        try (RecipeServer http = RecipeServer.withFilters(Map.of("/chat", filter))) {
            assertEquals(401, refusal(http, "/chat"));
            assertEquals(401, refusal(http, "/chat", "Authorization", "Bearer wrong"));
            Peer alice = Peer.open(http.uri("/chat"), "Authorization", "Bearer secret");
            assertEquals("Received message hi from user alice", alice.send("hi").text());
        }
    }

    @Test
    @DisplayName("1.12-05 broadcast to all")
    void broadcastToAll() throws Exception {
        try (RecipeServer http = serving(ServerBroadcast::toAll)) {
            Peer one = Peer.open(http.uri("/"));
            Peer other = Peer.open(http.uri("/")).awaitServer();
            one.send("hello");
            assertEquals("hello", one.text());
            assertEquals("hello", other.text());
        }
    }

    @Test
    @DisplayName("1.12-05 broadcast to all but the sender")
    void broadcastToOthers() throws Exception {
        try (RecipeServer http = serving(ServerBroadcast::toOthers)) {
            Peer one = Peer.open(http.uri("/"));
            Peer other = Peer.open(http.uri("/")).awaitServer();
            one.send("from one");
            assertEquals("from one", other.text());
            other.send("from other");
            assertEquals("from other", one.text());
        }
    }

    @Test
    @DisplayName("1.12-05 the round-trip time")
    void roundTripTime() throws Exception {
        BlockingQueue<Duration> measured = new LinkedBlockingQueue<>();
        try (RecipeServer http = serving(server -> server.onConnection(
                (socket, request) -> RoundTripTime.measure(socket, Duration.ofMillis(1), measured::add)))) {
            Peer.echoing(http.uri("/"));
            for (int i = 0; i < 3; i++) {
                assertFalse(Peer.take(measured).isNegative());
            }
        }
    }

    @Test
    @DisplayName("1.12-05 1.12-01 a socket as a duplex stream")
    void duplexPipe() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PipedInputStream terminal = new PipedInputStream();
        CompletableFuture<CompletableFuture<Void>> piped = new CompletableFuture<>();
        try (PipedOutputStream typing = new PipedOutputStream(terminal);
                RecipeServer http = serving(server -> server.onConnection(
                        (socket, request) -> piped.complete(DuplexPipe.connect(socket, terminal, screen, threads))))) {
            Peer peer = Peer.open(http.uri("/"));
            typing.write("typed at the terminal".getBytes(StandardCharsets.UTF_8));
            typing.flush();
            assertEquals(
                    "typed at the terminal",
                    StandardCharsets.UTF_8.decode(peer.binary()).toString());
            peer.send("for the screen");
            peer.close();
            Peer.result(Peer.result(piped));
            assertEquals("for the screen", screen.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    @DisplayName("1.12-01 the socket closes at the end of what is piped into it")
    void duplexPipeEnds() throws Exception {
        CompletableFuture<CompletableFuture<Void>> piped = new CompletableFuture<>();
        ByteArrayInputStream file = new ByteArrayInputStream(new byte[] {1, 2, 3});
        try (RecipeServer http = serving(server -> server.onConnection((socket, request) ->
                piped.complete(DuplexPipe.connect(socket, file, OutputStream.nullOutputStream(), threads))))) {
            Peer peer = Peer.open(http.uri("/"));
            assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), peer.binary());
            assertEquals(1005, peer.closeCode());
            Peer.result(Peer.result(piped));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listening", "piping", "waiting"})
    @DisplayName("1B.1-14 an echo")
    void echo(String style) throws Exception {
        try (RecipeServer http = serving(server -> {
            switch (style) {
                case "listening" -> Echo.listening(server);
                case "piping" -> Echo.piping(server);
                default -> Echo.waiting(server, threads);
            }
        })) {
            Peer peer = Peer.open(http.uri("/"));
            for (int i = 0; i < 100; i++) {
                peer.send("message " + i);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals("message " + i, peer.text());
            }
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
            peer.send(bytes.duplicate());
            assertEquals(bytes, peer.binary());
            peer.close();
            assertEquals(1000, peer.closeCode());
        }
    }

    @Test
    @DisplayName("1.12-05 the client's address behind a proxy: X-Forwarded-For counts only from a proxy of ours")
    void clientAddress() throws Exception {
        Predicate<InetAddress> ours = InetAddress::isLoopbackAddress;
        Predicate<InetAddress> none = address -> false;
        for (Predicate<InetAddress> proxies : List.of(ours, none)) {
            try (RecipeServer http = serving(server -> server.onConnection(
                    (socket, request) -> socket.send(ClientAddress.of(socket, request, proxies))))) {
                Peer forwarded = Peer.open(http.uri("/"), "X-Forwarded-For", "192.0.2.7 , 198.51.100.1");
                assertEquals(proxies == ours ? "192.0.2.7" : "127.0.0.1", forwarded.text());
                assertEquals("127.0.0.1", Peer.open(http.uri("/")).text());
            }
        }
    }

    @Test
    @DisplayName("1.12-05 heartbeat: who answers pings stays, who does not is terminated")
    void serverHeartbeat() throws Exception {
        BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
        CompletableFuture<ServerHeartbeat> heartbeat = new CompletableFuture<>();
        try (RecipeServer http = serving(server -> {
            ServerHeartbeat beats = new ServerHeartbeat(server, Duration.ofHours(1), timer);
            heartbeat.complete(beats);
            server.onConnection((socket, request) -> {
                beats.watch(socket);
                socket.addEventListener(WebSocketEvent.PONG, (from, payload) -> pongs.add("pong"));
                connected.add(socket);
            });
        })) {
            Peer.open(http.uri("/"));
            WebSocket live = Peer.take(connected);
            for (int i = 0; i < 3; i++) {
                heartbeat.join().round();
                Peer.take(pongs);
                assertTrue(live.isOpen());
            }
            Peer.deaf(http.uri("/"));
            WebSocket dead = Peer.take(connected);
            heartbeat.join().round();
            Peer.take(pongs);
            heartbeat.join().round();
            Peer.take(pongs);
            assertEquals(1006, Peer.result(dead.closed()).code());
            assertTrue(live.isOpen());
            heartbeat.join().close();
            assertTrue(
                    timer.getQueue().stream().allMatch(task -> ((java.util.concurrent.Future<?>) task).isCancelled()));
        }
    }

    @Test
    @DisplayName("1.12-05 heartbeat: rounds come by themselves")
    void serverHeartbeatRuns() throws Exception {
        try (RecipeServer http = serving(server -> {
            ServerHeartbeat beats = new ServerHeartbeat(server, Duration.ofMillis(20), timer);
            server.onConnection((socket, request) -> {
                beats.watch(socket);
                connected.add(socket);
            });
        })) {
            Peer.deaf(http.uri("/"));
            assertEquals(1006, Peer.result(Peer.take(connected).closed()).code());
        }
    }

    @Test
    @DisplayName("1.12-05 heartbeat built in: who does not answer is terminated")
    void builtInHeartbeat() throws Exception {
        try (RecipeServer http = RecipeServer.with(host -> new WebSocketServer(WebSocketServerOptions.builder()
                        .server(host)
                        .heartbeat(Duration.ofMillis(20), Duration.ofMillis(20))
                        .build())
                .onConnection((socket, request) -> connected.add(socket))
                .start())) {
            Peer.deaf(http.uri("/"));
            assertEquals(1006, Peer.result(Peer.take(connected).closed()).code());
        }
    }

    @Test
    @DisplayName(
            "1.12-05 heartbeat at the other end: every ping gives new patience, without one the socket is terminated")
    void clientHeartbeat() throws Exception {
        timer.setRemoveOnCancelPolicy(true);
        BlockingQueue<String> pings = new LinkedBlockingQueue<>();
        try (RecipeServer http = serving(server -> server.onConnection((socket, request) -> {
            Duration patience = "short".equals(request.queryString()) ? Duration.ofMillis(20) : Duration.ofHours(1);
            ClientHeartbeat.watch(socket, patience, timer);
            socket.addEventListener(WebSocketEvent.PING, (from, payload) -> pings.add("ping"));
            connected.add(socket);
        }))) {
            Peer patient = Peer.open(http.uri("/"));
            WebSocket socket = Peer.take(connected);
            Peer.result(socket.opened());
            patient.ping();
            Peer.take(pings);
            Runnable first = timer.getQueue().peek();
            patient.ping();
            Peer.take(pings);
            assertEquals(1, timer.getQueue().size());
            assertNotSame(first, timer.getQueue().peek());
            patient.close();
            Peer.result(socket.closed());
            assertTrue(socket.closed().toCompletableFuture().isDone());
            Peer.open(http.uri("/?short"));
            assertEquals(1006, Peer.result(Peer.take(connected).closed()).code());
        }
    }

    @Test
    @DisplayName("a client that connects again")
    void steadyFeed() throws Exception {
        List<String> news = List.of("1 one", "2 two", "3 three", "4 four");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (RecipeServer http =
                serving(server -> server.onConnection((socket, request) -> socket.onMessage((from, last) -> {
                    int next = Integer.parseInt(last.text());
                    socket.send(news.get(next));
                    socket.send(news.get(next + 1));
                    if (next == 0) {
                        socket.close(1012);
                    }
                })))) {
            var feed = SteadyFeed.follow(http.uri("/").toString(), Duration.ofMillis(1), heard::add);
            for (String text : List.of("one", "two", "three", "four")) {
                assertEquals(text, Peer.take(heard));
            }
            feed.close();
            Peer.result(feed.closed());
        }
    }

    @Test
    @DisplayName("1.14-03 floats as a binary message")
    void floats() throws Exception {
        BlockingQueue<Float> sums = new LinkedBlockingQueue<>();
        try (RecipeServer http = serving(server -> server.onConnection((socket, request) -> {
            socket.onMessage((from, message) -> {
                var floats = BinaryFloats.floats(message);
                float sum = 0;
                while (floats.hasRemaining()) {
                    sum += floats.get();
                }
                sums.add(sum);
            });
            BinaryFloats.sendHalves(socket, 5);
        }))) {
            Peer peer = Peer.open(http.uri("/"));
            ByteBuffer halves = peer.binary();
            assertEquals(20, halves.remaining());
            assertEquals(1.5f, halves.duplicate().order(ByteOrder.LITTLE_ENDIAN).getFloat(12));
            peer.send(halves);
            assertEquals(5f, Peer.take(sums));
        }
    }

    @Test
    @DisplayName("1B.3-01 1B.3-07 1B.3-10 the EventSource clock ticks until the client has gone")
    void eventSourceClock() throws Exception {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        timer.setRemoveOnCancelPolicy(true);
        EventSourceClock servlet = new EventSourceClock(clock, Duration.ofMillis(5), timer);
        HttpClient http = HttpClient.newHttpClient();
        try (RecipeServer server = RecipeServer.withServlet("/clock", servlet)) {
            HttpRequest plain = HttpRequest.newBuilder(server.page("/clock")).build();
            assertEquals("Hello", http.send(plain, BodyHandlers.ofString()).body());
            HttpRequest stream = HttpRequest.newBuilder(server.page("/clock"))
                    .header("Accept", "text/event-stream")
                    .build();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    http.send(stream, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                List<String> events = new ArrayList<>();
                while (events.size() < 3) {
                    String line = lines.readLine();
                    if (line.startsWith("data: ")) {
                        events.add(line);
                    }
                }
                assertEquals(Collections.nCopies(3, "data: 1970-01-01T00:00:00Z"), events);
            }
            // The next ticks find that nobody listens any more.
            while (!timer.getQueue().isEmpty() || timer.getActiveCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }
}
