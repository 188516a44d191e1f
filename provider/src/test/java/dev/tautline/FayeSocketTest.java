// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1B.1: sockets and servers of the faye profile. */
class FayeSocketTest {
    private final MemoryHost host = new MemoryHost();
    private final List<SocketRecorder> recorders = new ArrayList<>();

    private MemoryClient open(UnaryOperator<WebSocketServerOptions.Builder> options) {
        host.server(Profile.FAYE, options).onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
        MemoryClient client = host.open();
        recorders.get(0).take();
        return client;
    }

    private MemoryClient open() {
        return open(options -> options);
    }

    private WebSocket socket() {
        return recorders.get(0).socket;
    }

    private List<String> told() {
        return recorders.get(0).take();
    }

    @ParameterizedTest
    @DisplayName("1B.1-01 isWebSocket wants GET, a Connection that lists upgrade, and Upgrade as exactly websocket")
    @CsvSource({
        "GET, 'keep-alive, Upgrade', websocket, true",
        "GET, upgrade, WebSocket, true",
        "POST, upgrade, websocket, false",
        "GET, keep-alive, websocket, false",
        "GET, upgrade, 'foo, websocket', false",
        "GET, upgrade, h2c, false"
    })
    void isWebSocket(String method, String connection, String upgrade, boolean expected) {
        assertEquals(
                expected,
                WebSocket.isWebSocket(MemoryRequest.get("/")
                        .method(method)
                        .with("Connection", connection)
                        .with("Upgrade", upgrade)));
    }

    @Test
    @DisplayName("1B.1-10 what the peer sends behind our close frame is thrown away")
    void nothingWhileClosing() {
        MemoryClient client = open();
        socket().close(1000, "");
        client.sends(Frames.text("late", true));
        client.sends(Frames.close(1000, "", true));
        assertEquals(List.of("close 1000 '' clean"), told());
    }

    @Test
    @DisplayName("1B.1-02 listeners that are set in connection miss nothing")
    void nothingIsMissed() {
        host.server(Profile.FAYE).onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
        host.open().sends(Frames.text("a", true));
        assertEquals(List.of("open", "text a"), told());
    }

    @ParameterizedTest
    @DisplayName("1B.1-03 1.14-02 the first offered protocol that the server has is chosen; none leaves the field out")
    @CsvSource({"'b, a', a, a", "'b, a', 'a,b', b", "'b, a', c,", "b, '', "})
    void protocols(String offered, String supported, String chosen) {
        host.server(Profile.FAYE, options -> options.protocols(supported));
        MemoryRequest request = MemoryRequest.get("/").with("Sec-WebSocket-Protocol", offered);
        assertEquals(
                chosen == null ? List.of() : List.of(chosen), host.open(request).header("Sec-WebSocket-Protocol"));
    }

    @Test
    @DisplayName("1B.1-05 headers come before those of the handshake, the first of a name counts, cookies all do")
    void headers() {
        MemoryClient client = open(options -> options.header("X-A", "1")
                .header("X-a", "2")
                .header("Set-Cookie", "a=b")
                .header("Set-Cookie", "c=d"));
        assertEquals(
                List.of("X-A=1", "Set-Cookie=a=b", "Set-Cookie=c=d"),
                client.answer.headers().stream()
                        .limit(3)
                        .map(Map.Entry::toString)
                        .toList());
        assertEquals("Sec-WebSocket-Accept", client.answer.headers().get(3).getKey());
        assertThrows(IllegalArgumentException.class, () -> WebSocketServerOptions.builder()
                .header("X-A", "a\r\nb"));
    }

    @Test
    @DisplayName("1B.1-06 maxLength is 2^26 - 1 and a breach is 1009 with its sentence")
    void maxLength() {
        assertEquals(
                67_108_863,
                WebSocketServerOptions.builder(Profile.FAYE).noServer().build().maxPayload());
        MemoryClient client = open(options -> options.maxPayload(5)).sends(Frames.text("123456", true));
        assertTrue(client.received().matches("close 1009 \".+\""), "1009 with a reason");
    }

    @Test
    @DisplayName("1B.1-07 ping sends a growing count and closes nothing when no pong comes")
    void pingOption() {
        MemoryClient client = open(options -> options.ping(Duration.ofSeconds(10)));
        for (int i = 1; i <= 20; i++) {
            client.advance(Duration.ofSeconds(10));
            assertEquals("ping \"" + i + "\"", client.received());
        }
        assertEquals(ReadyState.OPEN, socket().readyState());
        assertEquals(
                Duration.ZERO,
                WebSocketServerOptions.builder(Profile.FAYE).noServer().build().heartbeat());
    }

    @Test
    @DisplayName("1B.1-08 a ping is answered by the pong of the same text; a later one takes its place")
    void ping() {
        MemoryClient client = open();
        Ping first = socket().ping("a");
        Ping second = socket().ping("a");
        assertTrue(first.queued());
        host.runtime.runAll();
        assertTrue(first.answered().toCompletableFuture().isCompletedExceptionally());
        client.sends(Frames.pong("b", true));
        assertFalse(second.answered().toCompletableFuture().isDone());
        client.sends(Frames.pong("a", true));
        assertTrue(second.answered().toCompletableFuture().isDone());
        assertFalse(second.answered().toCompletableFuture().isCompletedExceptionally());
        socket().close();
        assertFalse(socket().ping("c").queued());
    }

    @Test
    @DisplayName("1B.1-09 text goes as text, bytes as binary; a send that comes too late fails")
    void send() {
        MemoryClient client = open();
        socket().send("a");
        socket().send(new byte[] {1});
        assertEquals("text \"a\"\nbinary 01", client.received());
        socket().close();
        var late = socket().send("late").toCompletableFuture();
        host.runtime.runAll();
        assertTrue(late.isCompletedExceptionally());
    }

    @Test
    @DisplayName("1B.1-10 close says 1000, and gives up after 30 s with 1006")
    void close() {
        MemoryClient client = open();
        socket().close();
        assertEquals("close 1000 \"\"", client.received());
        client.advance(Duration.ofSeconds(30).minusNanos(1));
        assertEquals(List.of(), told());
        client.advance(Duration.ofNanos(1));
        client.received();
        assertEquals(List.of("close 1006 ''"), told());
    }

    @ParameterizedTest
    @DisplayName("1B.1-10 only 1000 and 3000 to 4999 may be sent")
    @ValueSource(ints = {999, 1001, 1002, 1011, 2999, 5000})
    void wrongCodes(int code) {
        open();
        assertThrows(IllegalArgumentException.class, () -> socket().close(code));
        socket().close(3000);
        assertEquals(ReadyState.CLOSING, socket().readyState());
    }

    @Test
    @DisplayName("1B.1-10 1B.1-11 an empty close is answered with 1000 and told as 1000")
    void emptyClose() {
        MemoryClient client = open().sends(Frames.close(true));
        assertEquals("close 1000 \"\"", client.received());
        assertEquals(List.of("close 1000 '' clean"), told());
    }

    @Test
    @DisplayName("1B.1-11 an unmasked frame is 1003 with its sentence, and the close event has what was sent")
    void unmasked() {
        MemoryClient client = open().sends(Frames.text("a", false));
        String sent = client.received();
        assertTrue(sent.matches("close 1003 \".+\""), sent);
        List<String> events = told();
        assertEquals(2, events.size(), events.toString());
        assertTrue(events.get(0).startsWith("error"), events.toString());
        assertTrue(events.get(1).startsWith("close 1003 '"), events.toString());
    }

    @ParameterizedTest
    @DisplayName("1B.1-11 the codes 1012 to 1014 are refused with 1002")
    @ValueSource(ints = {1012, 1013, 1014})
    void refusedCodes(int code) {
        assertTrue(open().sends(Frames.close(code, "", true)).received().startsWith("close 1002"));
    }

    @Test
    @DisplayName("1B.1-11 no error is told once closing has begun")
    void noErrorWhileClosing() {
        MemoryClient client = open();
        socket().close();
        client.sends(Frames.frame(0xC1, new byte[1], true));
        assertTrue(told().stream().noneMatch(event -> event.startsWith("error")));
    }

    @Test
    @DisplayName("1B.1-13 bufferedAmount is always 0, version names the protocol")
    void properties() {
        MemoryClient client = open();
        client.transport.window(0);
        socket().send("0123456789");
        host.runtime.runAll();
        assertEquals(0, socket().bufferedAmount());
        assertEquals("hybi-13", socket().version());
        assertEquals("", socket().protocol());
    }

    @Test
    @DisplayName("1B.1-15 a broken handshake is 400 with a text")
    void brokenHandshake() throws Exception {
        WebSocketServer server = host.server(Profile.FAYE);
        MemoryExchange exchange =
                new MemoryExchange(host.runtime, MemoryRequest.get("/").with("Sec-WebSocket-Key", "short"));
        server.handleUpgrade(exchange, (socket, request) -> {});
        var answer = Objects.requireNonNull(exchange.answer);
        assertEquals(400, answer.status());
        assertEquals(List.of("text/plain"), MemoryClient.values(answer, "Content-Type"));
        assertFalse(answer.body().isEmpty());
    }

    @Test
    @DisplayName("1B.1-15 who listens is told of a broken handshake and answers it")
    void brokenHandshakeIsTold() {
        List<String> told = new ArrayList<>();
        host.server(Profile.FAYE).onWsClientError((error, exchange) -> told.add(error.getMessage()));
        var answer = host.ask(MemoryRequest.get("/").with("Sec-WebSocket-Key", "short"));
        assertFalse(answer.isDone());
        assertEquals(1, told.size());
        assertFalse(told.get(0).isEmpty());
    }
}
