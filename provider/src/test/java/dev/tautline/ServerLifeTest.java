// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.Profile;
import dev.tautline.spec.UpgradeRequest;
import dev.tautline.testkit.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SEMANTICS 1.2: events, methods and states of a server. */
class ServerLifeTest {
    private final MemoryHost host = new MemoryHost();

    private static WebSocketServer noServer() {
        return new WebSocketServer(WebSocketServerOptions.builder().noServer().build());
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return assertThrows(CompletionException.class, () -> stage.toCompletableFuture()
                        .join())
                .getCause();
    }

    @Test
    @DisplayName("1.2-01 listening is told once the host takes requests")
    void listening() {
        WebSocketServer server = new WebSocketServer(
                WebSocketServerOptions.builder().server(host).build());
        List<Integer> responders = new ArrayList<>();
        server.onListening(() -> responders.add(host.responders.size()));
        assertTrue(responders.isEmpty());
        server.start();
        assertEquals(List.of(1), responders);
    }

    @Test
    @DisplayName("1.2-02 connection is told of an open socket; in noServer mode the application tells it")
    void connection() throws Exception {
        List<String> told = new ArrayList<>();
        host.server(options -> options)
                .onConnection((socket, request) -> told.add(socket.readyState() + " " + request.path()));
        host.open(MemoryRequest.get("/a"));
        assertEquals(List.of("OPEN /a"), told);
        WebSocketServer server = noServer();
        server.onConnection((socket, request) -> told.add("emitted"));
        MemoryExchange exchange = new MemoryExchange(host.runtime, MemoryRequest.get("/"));
        server.handleUpgrade(exchange, (socket, request) -> told.add("opened"));
        assertEquals(List.of("OPEN /a", "opened"), told);
        server.handleUpgrade(new MemoryExchange(host.runtime, MemoryRequest.get("/")), server::emitConnection);
        assertEquals(List.of("OPEN /a", "opened", "emitted"), told);
    }

    @Test
    @DisplayName("1.2-03 headers may be changed just before they are sent")
    void headers() {
        host.server(options -> options).onHeaders((headers, request) -> {
            assertEquals("Sec-WebSocket-Accept", headers.get(0).getKey());
            headers.add(Map.entry("Set-Cookie", request.headers("Who").get(0)));
        });
        MemoryClient client = host.open(MemoryRequest.get("/").with("Who", "ada"));
        assertEquals(List.of("ada"), client.header("Set-Cookie"));
    }

    @Test
    @DisplayName("1.2-03 a header that would split the response is not sent")
    void headersCannotSplit() {
        host.server(options -> options)
                .onHeaders((headers, request) -> headers.add(Map.entry("X-Name", "a\r\nSet-Cookie: b")));
        assertThrows(IllegalArgumentException.class, () -> host.ask(MemoryRequest.get("/")));
    }

    @Test
    @DisplayName("1.2-04 error is told of the HTTP server's failures, not of handshakes")
    void error() {
        List<Throwable> told = new ArrayList<>();
        host.server(options -> options).onError(told::add);
        host.refusal(MemoryRequest.get("/").method("POST"));
        assertEquals(List.of(), told);
    }

    @Test
    @DisplayName("1.2-05 1.2-09 an idle server closes at once and tells close")
    void closesAtOnce() {
        WebSocketServer server = host.server(options -> options);
        List<String> told = new ArrayList<>();
        server.onClose(() -> told.add("close " + server.state()));
        var unused = server.close().thenRun(() -> told.add("completed"));
        assertEquals(List.of("close CLOSED", "completed"), told);
        assertEquals(List.of(), host.responders);
        assertTrue(host.stopsAccepting);
    }

    @Test
    @DisplayName("1.2-06 wsClientError answers what breaks the rules, and nothing else")
    void wsClientError() throws Exception {
        WebSocketServer server = host.server(options -> options.path("/").verifyClient(info -> false));
        List<String> told = new ArrayList<>();
        List<UpgradeExchange> exchanges = new ArrayList<>();
        server.onWsClientError((error, exchange) -> {
            told.add(error.getMessage() + " at " + exchange.request().path());
            exchanges.add(exchange);
        });
        MemoryRequest request = MemoryRequest.get("/").with("Sec-WebSocket-Key", "short");
        CompletableFuture<UpgradeAnswer> answer = host.ask(request);
        assertFalse(answer.isDone());
        request.end();
        assertEquals(List.of("Missing or invalid Sec-WebSocket-Key header at /"), told);
        exchanges.get(0).refuse(418, Map.of("X-Why", "tea"), "short and stout");
        assertEquals(418, answer.join().status());
        assertEquals("short and stout", answer.join().body());
        assertEquals(List.of("tea"), MemoryClient.values(answer.join(), "X-Why"));
        assertThrows(IllegalStateException.class, () -> exchanges.get(0).refuse(400, Map.of(), ""));
        told.clear();
        assertEquals(401, host.refusal(MemoryRequest.get("/")).status());
        assertEquals(
                403,
                host.refusal(MemoryRequest.get("/").with("Origin", "http://evil.example"))
                        .status());
        MemoryExchange elsewhere = new MemoryExchange(host.runtime, MemoryRequest.get("/elsewhere"));
        server.handleUpgrade(elsewhere, (socket, ignored) -> {});
        assertEquals(400, Objects.requireNonNull(elsewhere.answer).status());
        assertEquals(List.of(), told);
    }

    @Test
    @DisplayName("1.2-06 what refuses a wrong version under jakarta is told too")
    void wsClientErrorUnderJakarta() {
        List<String> told = new ArrayList<>();
        host.server(Profile.JAKARTA).onWsClientError((error, exchange) -> told.add(error.getMessage()));
        assertFalse(host.ask(MemoryRequest.get("/").with("Sec-WebSocket-Version", "7"))
                .isDone());
        assertEquals(List.of("Missing or invalid Sec-WebSocket-Version header"), told);
    }

    @Test
    @DisplayName("1.2-07 address is the host's while it is joined, and an error without a server")
    void address() {
        assertThrows(IllegalStateException.class, () -> noServer().address());
        WebSocketServer server = new WebSocketServer(
                WebSocketServerOptions.builder().server(host).build());
        assertNull(server.address());
        server.start();
        assertEquals(MemoryHost.ADDRESS, server.address());
        server.close();
        assertNull(server.address());
    }

    @Test
    @DisplayName("1.2-08 clients are the sockets of all modes together")
    void clients() throws Exception {
        WebSocketServer server = host.server(options -> options);
        host.open();
        server.handleUpgrade(new MemoryExchange(host.runtime, MemoryRequest.get("/")), server::emitConnection);
        assertEquals(2, server.clients().size());
    }

    @Test
    @DisplayName("1.2-09 close waits for the last client and closes none")
    void closeWaits() {
        for (boolean tracking : List.of(true, false)) {
            List<WebSocket> sockets = new ArrayList<>();
            List<String> told = new ArrayList<>();
            WebSocketServer server = host.server(options -> options.clientTracking(tracking));
            server.onConnection((socket, request) -> sockets.add(socket));
            server.onClose(() -> told.add("close"));
            MemoryClient one = host.open();
            MemoryClient other = host.open();
            CompletableFuture<Void> closed = server.close().toCompletableFuture();
            assertEquals(ServerState.CLOSING, server.state());
            assertEquals("", one.received());
            one.sends(Frames.close(1000, "", true));
            assertFalse(closed.isDone());
            assertEquals("text \"still here\"", sends(sockets.get(1), other));
            other.sends(Frames.close(1000, "", true));
            assertTrue(closed.isDone());
            assertEquals(List.of("close"), told);
        }
    }

    private static String sends(WebSocket socket, MemoryClient client) {
        socket.send("still here");
        return client.received();
    }

    @Test
    @DisplayName("1.2-09 a second close waits for the same end; one after it fails")
    void closeTwice() {
        WebSocketServer server = host.server(options -> options);
        MemoryClient client = host.open();
        CompletableFuture<Void> first = server.close().toCompletableFuture();
        CompletableFuture<Void> second = server.close().toCompletableFuture();
        assertFalse(second.isDone());
        client.sends(Frames.close(1000, "", true));
        assertTrue(first.isDone() && second.isDone());
        Throwable failure = failure(server.close());
        assertInstanceOf(IllegalStateException.class, failure);
        assertEquals("The server is not running", failure.getMessage());
    }

    @Test
    @DisplayName("1.2-09 the end of the HTTP server is waited for")
    void closeWaitsForTheHost() {
        host.stopped = new CompletableFuture<>();
        CompletableFuture<Void> closed = host.server(options -> options).close().toCompletableFuture();
        assertFalse(closed.isDone());
        host.stopped.complete(null);
        assertTrue(closed.isDone());
    }

    @Test
    @DisplayName("1.2-09 a server that was never started closes, and then can't be started")
    void closeBeforeStart() {
        WebSocketServer server = new WebSocketServer(
                WebSocketServerOptions.builder().server(host).build());
        assertTrue(server.close().toCompletableFuture().isDone());
        assertEquals(ServerState.CLOSED, server.state());
        assertThrows(IllegalStateException.class, server::start);
    }

    @Test
    @DisplayName("1.2-09 a listener that fails keeps nobody waiting")
    void failingListeners() {
        WebSocketServer server = new WebSocketServer(
                WebSocketServerOptions.builder().server(host).build());
        server.onListening(() -> {
            throw new IllegalStateException("as told");
        });
        server.onClose(() -> {
            throw new AssertionError("as told");
        });
        assertTrue(server.start().toCompletableFuture().isDone());
        assertTrue(server.close().toCompletableFuture().isDone());
    }

    @Test
    @DisplayName("shutdown closes with 1001 and terminates those that are left at the deadline")
    void shutdown() {
        WebSocketServer server = host.server(options -> options);
        MemoryClient polite = host.open();
        MemoryClient silent = host.open();
        CompletableFuture<Void> ended = server.shutdown(Duration.ofSeconds(5)).toCompletableFuture();
        assertEquals("close 1001 \"\"", polite.received());
        assertEquals("close 1001 \"\"", silent.received());
        polite.sends(Frames.close(1001, "", true));
        silent.advance(Duration.ofSeconds(5).minusNanos(1));
        assertFalse(ended.isDone());
        assertFalse(silent.transport.isClosed());
        silent.advance(Duration.ofNanos(1));
        assertTrue(silent.transport.isClosed());
        assertTrue(ended.isDone());
    }

    @Test
    @DisplayName("shutdown says 1001 under faye too, whose close() has no such code")
    void shutdownOfFaye() {
        WebSocketServer server = host.server(Profile.FAYE);
        MemoryClient client = host.open();
        CompletableFuture<Void> ended = server.shutdown(Duration.ofSeconds(5)).toCompletableFuture();
        assertEquals("close 1001 \"\"", client.received());
        client.sends(Frames.close(1001, "", true));
        assertTrue(ended.isDone());
    }

    @Test
    @DisplayName("a handshake that overtakes the end of the server is told 1001")
    void lateHandshake() {
        WebSocketServer server = host.server(options -> options);
        UpgradeAnswer answer = host.ask(MemoryRequest.get("/")).join();
        server.close();
        assertEquals(ServerState.CLOSED, server.state());
        MemoryClient client = new MemoryClient(host.runtime, answer);
        Objects.requireNonNull(answer.accept()).accept(client.transport);
        assertEquals("close 1001 \"\"", client.received());
    }

    @Test
    @DisplayName("1.2-10 handleUpgrade opens the socket, then calls back with it and the request")
    void handleUpgrade() throws Exception {
        WebSocketServer server = noServer();
        List<String> opened = new ArrayList<>();
        MemoryExchange exchange = new MemoryExchange(host.runtime, MemoryRequest.get("/a"));
        server.handleUpgrade(exchange, (socket, request) -> opened.add(socket.readyState() + " " + request.path()));
        assertEquals(101, Objects.requireNonNull(exchange.answer).status());
        assertEquals(List.of("OPEN /a"), opened);
        MemoryExchange broken =
                new MemoryExchange(host.runtime, MemoryRequest.get("/a").with("Upgrade", "h2c"));
        server.handleUpgrade(broken, (socket, request) -> opened.add("broken"));
        assertEquals(400, Objects.requireNonNull(broken.answer).status());
        assertEquals(1, opened.size());
        assertThrows(
                IllegalArgumentException.class,
                () -> server.handleUpgrade(new RefusedExchange(MemoryRequest.get("/"), Profile.WS), (s, r) -> {}));
    }

    @Test
    @DisplayName("1.2-11 shouldHandle may be overridden")
    void shouldHandle() {
        WebSocketServer server = new WebSocketServer(
                WebSocketServerOptions.builder().server(host).path("/a").build()) {
            @Override
            public boolean shouldHandle(UpgradeRequest request) {
                return request.path().startsWith("/b/");
            }
        };
        server.start();
        assertTrue(host.responders.get(0).handles(MemoryRequest.get("/b/1")));
        assertFalse(host.responders.get(0).handles(MemoryRequest.get("/a")));
    }

    @Test
    @DisplayName("1.2-12 an exchange is good for one upgrade")
    void oneUpgrade() throws Exception {
        WebSocketServer server = noServer();
        MemoryExchange exchange = new MemoryExchange(host.runtime, MemoryRequest.get("/"));
        server.handleUpgrade(exchange, (socket, request) -> {});
        assertThrows(IllegalStateException.class, () -> server.handleUpgrade(exchange, (socket, request) -> {}));
    }

    @Test
    @DisplayName("1.2-12 1.4-10 a server that is closing answers 503")
    void closingServer() throws Exception {
        WebSocketServer server = noServer();
        server.handleUpgrade(new MemoryExchange(host.runtime, MemoryRequest.get("/")), (socket, request) -> {});
        server.close();
        assertEquals(ServerState.CLOSING, server.state());
        MemoryExchange late = new MemoryExchange(host.runtime, MemoryRequest.get("/"));
        server.handleUpgrade(late, (socket, request) -> {});
        UpgradeAnswer answer = Objects.requireNonNull(late.answer);
        assertEquals(503, answer.status());
        assertEquals("Service Unavailable", answer.body());
    }

    @Test
    @DisplayName("1.2-12 the fields of a 101 come in the order accept, subprotocol, extensions")
    void orderOfFields() {
        host.server(options -> options.perMessageDeflate(true));
        MemoryClient client = host.open(MemoryRequest.get("/")
                .with("Sec-WebSocket-Protocol", "a")
                .with("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertEquals(
                List.of("Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"),
                client.answer.headers().stream().map(Map.Entry::getKey).toList());
        assertEquals(List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), client.header("Sec-WebSocket-Accept"));
    }

    @Test
    @DisplayName("1.2-13 the states are RUNNING 0, CLOSING 1, CLOSED 2")
    void states() {
        assertEquals(0, ServerState.RUNNING.code());
        assertEquals(1, ServerState.CLOSING.code());
        assertEquals(2, ServerState.CLOSED.code());
        assertEquals(3, ServerState.values().length);
        assertEquals(ServerState.RUNNING, noServer().state());
    }

    @Test
    @DisplayName("1.1-01 port without the standalone artifact says what to add, and leaves the server to be closed")
    void missingArtifact() {
        WebSocketServer server =
                new WebSocketServer(WebSocketServerOptions.builder().port(0).build());
        for (int i = 0; i < 2; i++) {
            IllegalStateException missing = assertThrows(IllegalStateException.class, server::start);
            assertTrue(missing.getMessage().contains("dev.tautline:tautline-server"), missing.getMessage());
        }
        assertTrue(server.close().toCompletableFuture().isDone());
    }

    @Test
    @DisplayName("a server starts once")
    void startsOnce() {
        WebSocketServer server = host.server(options -> options);
        assertThrows(IllegalStateException.class, server::start);
    }
}
