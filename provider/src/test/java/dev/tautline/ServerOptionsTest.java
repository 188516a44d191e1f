// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.1: what a server's options mean, and their defaults. */
class ServerOptionsTest {
    private final MemoryHost host = new MemoryHost();

    private static WebSocketServerOptions.Builder builder() {
        return WebSocketServerOptions.builder();
    }

    @Test
    @DisplayName("1.1-01 exactly one of port, server and noServer is given; port 0 counts")
    void exactlyOneMode() {
        assertThrows(IllegalArgumentException.class, () -> builder().build());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().port(0).noServer().build());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().port(0).server(host).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().server(host).noServer().build());
        assertEquals(0, builder().port(0).build().port());
        assertTrue(builder().noServer().build().noServer());
        assertEquals(host, builder().server(host).build().server());
        assertThrows(IllegalArgumentException.class, () -> builder().port(65_536));
        assertThrows(IllegalArgumentException.class, () -> builder().port(-1));
    }

    @Test
    @DisplayName("1.1-02 1.1-03 host and backlog belong to port and default to the platform's own")
    void hostAndBacklogBelongToPort() {
        WebSocketServerOptions defaults = builder().port(80).build();
        assertNull(defaults.host());
        assertEquals(0, defaults.backlog());
        WebSocketServerOptions given = builder().port(80).host("::1").backlog(7).build();
        assertEquals("::1", given.host());
        assertEquals(7, given.backlog());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().server(host).host("::1").build());
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().noServer().backlog(7).build());
        assertThrows(IllegalArgumentException.class, () -> builder().backlog(-1));
    }

    @ParameterizedTest
    @DisplayName("1.1-04 path is compared with the request target before its query, as it came")
    @CsvSource({
        "/chat, true",
        "/chat?room=1, true",
        "/chat?/other, true",
        "/chat/, false",
        "/Chat, false",
        "/%63hat, false",
        "/chat;v=1, false",
        "/a/../chat, false",
        "//chat, false",
        "/, false"
    })
    void path(String target, boolean handled) {
        WebSocketServer server = host.server(options -> options.path("/chat"));
        assertEquals(handled, server.shouldHandle(MemoryRequest.get(target)));
    }

    @Test
    @DisplayName("1.1-04 without a path every request is the server's")
    void noPath() {
        assertTrue(host.server(options -> options).shouldHandle(MemoryRequest.get("/any/where")));
    }

    @Test
    @DisplayName("1.1-05 clients holds a socket from before connection until its close")
    void clientTracking() {
        WebSocketServer server = host.server(options -> options);
        List<Object> seen = new ArrayList<>();
        server.onConnection((socket, request) -> {
            seen.add(server.clients().contains(socket));
            socket.onClose((closed, event) -> seen.add(server.clients().size()));
        });
        MemoryClient client = host.open();
        assertEquals(1, server.clients().size());
        client.sends(Frames.close(1000, "", true));
        assertEquals(List.of(true, 0), seen);
        assertThrows(UnsupportedOperationException.class, () -> server.clients().clear());
    }

    @Test
    @DisplayName("1.1-05 without client tracking there is no clients")
    void noClientTracking() {
        WebSocketServer server = host.server(options -> options.clientTracking(false));
        host.open();
        assertThrows(IllegalStateException.class, server::clients);
        assertTrue(builder().noServer().build().clientTracking());
    }

    @Test
    @DisplayName("1.1-06 perMessageDeflate is off; true stands for an object with nothing set")
    void perMessageDeflate() {
        assertNull(builder().noServer().build().perMessageDeflate());
        assertEquals(
                PerMessageDeflate.builder().build(),
                builder().noServer().perMessageDeflate(true).build().perMessageDeflate());
        assertNull(builder()
                .noServer()
                .perMessageDeflate(true)
                .perMessageDeflate(false)
                .build()
                .perMessageDeflate());
    }

    @Test
    @DisplayName("1.1-07 maxPayload is 100 MiB for each message, fragments summed; UNLIMITED disables")
    void maxPayload() {
        assertEquals(104_857_600, builder().noServer().build().maxPayload());
        assertThrows(IllegalArgumentException.class, () -> builder().maxPayload(0));
        List<String> heard = new ArrayList<>();
        host.server(options -> options.maxPayload(10)).onConnection(recorded(heard));
        host.open().sends(Frames.text("0123456789", true));
        assertEquals(List.of("text 0123456789"), heard);
        heard.clear();
        MemoryClient client = host.open()
                .sends(Frames.frame(0x01, "01234567".getBytes(java.nio.charset.StandardCharsets.US_ASCII), true))
                // The length alone decides: its payload has not come.
                .sends(Frames.hex("80 83 37fa213d"));
        assertEquals("close 1009 \"\"", client.received());
        assertEquals(List.of("error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "close 1006 ''"), heard);
    }

    private static WebSocketServer.ConnectionListener recorded(List<String> heard) {
        return (socket, request) -> {
            socket.onMessage((from, message) -> heard.add("text " + message));
            socket.onError((from, error) -> heard.add("error " + ((WebSocketException) error).code()));
            socket.onClose((from, event) -> heard.add("close " + event.code() + " '" + event.reason() + "'"));
        };
    }

    @Test
    @DisplayName("1.1-08 maxFragments is 16384, empty frames count, one more is 1008")
    void maxFragments() {
        assertEquals(16_384, builder().noServer().build().maxFragments());
        List<String> heard = new ArrayList<>();
        host.server(options -> options.maxFragments(3)).onConnection(recorded(heard));
        MemoryClient client = host.open()
                .sends(Frames.frame(0x01, new byte[0], true))
                .sends(Frames.frame(0x00, new byte[0], true))
                .sends(Frames.frame(0x80, new byte[0], true))
                .sends(Frames.frame(0x01, new byte[0], true))
                .sends(Frames.frame(0x00, new byte[0], true))
                .sends(Frames.frame(0x00, new byte[0], true));
        assertEquals(List.of("text "), heard);
        client.sends(Frames.frame(0x80, new byte[0], true));
        assertEquals("close 1008 \"\"", client.received());
        assertEquals(List.of("text ", "error WS_ERR_TOO_MANY_BUFFERED_PARTS", "close 1006 ''"), heard);
    }

    @Test
    @DisplayName(
            "1.1-10 maxPendingAutoPongs is 60; the ping behind as many unwritten pongs terminates without an error")
    void maxPendingAutoPongs() {
        assertEquals(60, builder().noServer().build().maxPendingAutoPongs());
        assertThrows(IllegalArgumentException.class, () -> builder().maxPendingAutoPongs(0));
        List<String> heard = new ArrayList<>();
        host.server(options -> options.maxPendingAutoPongs(3)).onConnection(recorded(heard));
        MemoryClient client = host.open();
        client.transport.window(0);
        // The first pong is in a write under way; those behind it wait and count.
        client.sends(Frames.ping("", true));
        client.sends(Frames.repeat(Frames.ping("", true), 3));
        assertFalse(client.transport.isClosed());
        client.sends(Frames.ping("", true));
        assertTrue(client.transport.isClosed());
        assertEquals(List.of("close 1006 ''"), heard);
    }

    @Test
    @DisplayName("1.1-10 UNLIMITED disables maxPendingAutoPongs; without autoPong nothing is counted")
    void unlimitedPongs() {
        for (WebSocketServerOptions.Builder options : List.of(
                builder().maxPendingAutoPongs(SocketOptions.UNLIMITED),
                builder().maxPendingAutoPongs(1).autoPong(false))) {
            WebSocketServer server = new WebSocketServer(options.server(host).build());
            server.start();
            MemoryClient client = host.open();
            client.transport.window(0);
            client.sends(Frames.repeat(Frames.ping("", true), 200));
            assertFalse(client.transport.isClosed());
            server.close();
        }
    }

    @Test
    @DisplayName("1.1-13 the pong is written before the ping event, only while OPEN; without autoPong never")
    void autoPong() {
        assertTrue(builder().noServer().build().autoPong());
        List<String> order = new ArrayList<>();
        WebSocketServer server = host.server(options -> options);
        server.onConnection((socket, request) -> socket.onPing((from, payload) -> {
            order.add("ping");
            from.send("seen");
        }));
        MemoryClient client = host.open().sends(Frames.ping("a", true));
        assertEquals("pong \"a\"\ntext \"seen\"", client.received());
        server.clients().iterator().next().close(1000);
        assertEquals("close 1000 \"\"", client.received());
        assertEquals("", client.sends(Frames.ping("late", true)).received());
        assertEquals(List.of("ping", "ping"), order);
        server.close();
        host.server(options -> options.autoPong(false));
        assertEquals("", host.open().sends(Frames.ping("a", true)).received());
    }

    @Test
    @DisplayName("1.1-14 closeTimeout is 30 s from close on, then the socket is destroyed")
    void closeTimeout() {
        assertEquals(Duration.ofSeconds(30), builder().noServer().build().closeTimeout());
        WebSocketServer server = host.server(options -> options);
        MemoryClient client = host.open();
        server.clients().iterator().next().close(1000);
        assertEquals("close 1000 \"\"", client.received());
        client.advance(Duration.ofSeconds(30).minusNanos(1));
        assertFalse(client.transport.isClosed());
        client.advance(Duration.ofNanos(1));
        assertTrue(client.transport.isClosed());
        assertThrows(IllegalArgumentException.class, () -> builder().closeTimeout(Duration.ZERO));
    }

    @Test
    @DisplayName("1.1-16 handleProtocols gets the set of what is offered and the request; its answer is not checked")
    void handleProtocols() {
        List<Set<String>> asked = new ArrayList<>();
        host.server(options -> options.handleProtocols((offered, request) -> {
            asked.add(offered);
            return request.headers("Choose").get(0);
        }));
        MemoryRequest request =
                MemoryRequest.get("/").with("Sec-WebSocket-Protocol", "b, a").with("Choose", "c");
        assertEquals(List.of("c"), host.open(request).header("Sec-WebSocket-Protocol"));
        assertEquals(List.of("b", "a"), List.copyOf(asked.get(0)));
        MemoryRequest none =
                MemoryRequest.get("/").with("Sec-WebSocket-Protocol", "b, a").with("Choose", "");
        assertEquals(List.of(), host.open(none).header("Sec-WebSocket-Protocol"));
        assertEquals(2, asked.size());
        host.open();
        assertEquals(2, asked.size());
    }

    @ParameterizedTest
    @DisplayName("1.1-16 without handleProtocols the first offered is taken under ws, none under faye and jakarta")
    @CsvSource({"WS, b", "FAYE,", "JAKARTA,"})
    void firstProtocol(Profile profile, String chosen) {
        List<String> reported = new ArrayList<>();
        host.server(profile).onConnection((socket, request) -> reported.add(socket.protocol()));
        MemoryRequest request = MemoryRequest.get("/").with("Sec-WebSocket-Protocol", "b, a");
        List<String> expected = chosen == null ? List.of() : List.of(chosen);
        assertEquals(expected, host.open(request).header("Sec-WebSocket-Protocol"));
        assertEquals(List.of(chosen == null ? "" : chosen), reported);
    }

    /** A socket of the application's own kind. */
    static final class NamedSocket extends WebSocket {
        NamedSocket(Setup setup) {
            super(setup);
        }
    }

    @Test
    @DisplayName("1.1-17 sockets are made by the application's factory")
    void ownSocket() {
        WebSocketServer server = host.server(options -> options.webSocket(NamedSocket::new));
        List<WebSocket> seen = new ArrayList<>();
        server.onConnection((socket, request) -> seen.add(socket));
        host.open();
        assertInstanceOf(NamedSocket.class, seen.get(0));
    }

    @Test
    @DisplayName("1.1-18 the stage of start completes with listening")
    void startCompletes() {
        WebSocketServer server = new WebSocketServer(builder().server(host).build());
        List<String> told = new ArrayList<>();
        server.onListening(() -> told.add("listening"));
        var unused = server.start().thenRun(() -> told.add("started"));
        assertEquals(List.of("listening", "started"), told);
    }

    @Test
    @DisplayName("a request outlives its handshake")
    void requestsOutliveTheHandshake() {
        List<dev.tautline.spec.UpgradeRequest> kept = new ArrayList<>();
        host.server(options -> options).onConnection((socket, request) -> kept.add(request));
        host.open(MemoryRequest.get("/a?b=c").with("Cookie", "d").user("ada"));
        assertEquals("/a", kept.get(0).path());
        assertEquals("b=c", kept.get(0).queryString());
        assertEquals(List.of("d"), kept.get(0).headers("cookie"));
        assertEquals(Map.of(), kept.get(0).queryParameters());
        assertEquals(
                "ada",
                java.util.Objects.requireNonNull(kept.get(0).userPrincipal()).getName());
    }
}
