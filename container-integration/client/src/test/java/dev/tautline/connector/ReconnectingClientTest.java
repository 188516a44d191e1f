// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.Reconnect;
import dev.tautline.ReconnectingWebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.WebSocketEvent;
import dev.tautline.spec.ReadyState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client that connects again, at a real server which fails in another way each time. */
class ReconnectingClientTest {
    private static final WebSocketClientOptions PLAIN =
            WebSocketClientOptions.builder().perMessageDeflate(false).build();

    private static final Reconnect SOON =
            Reconnect.builder().initialDelay(Duration.ofMillis(1)).build();

    private final Events events = new Events();
    private final AtomicInteger connections = new AtomicInteger();

    private ReconnectingWebSocket connect(ScriptedServer server, Reconnect reconnect) {
        return ReconnectingWebSocket.connect(
                "ws://127.0.0.1:" + server.port() + "/", List.of(), PLAIN, reconnect, socket -> socket.onOpen(
                                open -> events.add("open"))
                        .onMessage((from, message) -> events.add("message " + message.text()))
                        .onClose((closed, event) -> events.add("close " + event.code()))
                        .onReconnecting((ended, event) -> events.add("reconnecting " + event.attempt() + " after "
                                + event.cause().statusCode())));
    }

    private static void greet(Peer peer) throws Exception {
        Upgrades.accept(peer, "");
        peer.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
    }

    @Test
    void staysConnected() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            switch (connections.getAndIncrement()) {
                case 0 -> greet(peer); // and the connection breaks
                case 1 -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 0\r\n\r\n");
                }
                case 2 -> peer.readHead(); // and no answer
                case 3 -> {
                    greet(peer);
                    peer.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xf4}); // 1012
                    peer.input().read();
                }
                default -> {
                    greet(peer);
                    Upgrades.close(peer); // 1000
                }
            }
        })) {
            ReconnectingWebSocket socket = connect(server, SOON);
            events.expect(
                    "open",
                    "message hi",
                    "close 1006",
                    "reconnecting 1 after 101",
                    "close 1006",
                    "reconnecting 2 after 503",
                    "close 1006",
                    "reconnecting 3 after 0",
                    "open",
                    "message hi",
                    "close 1012",
                    "reconnecting 4 after 101",
                    "open",
                    "message hi",
                    "close 1000");
            assertEquals(
                    1000,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
            assertEquals(ReadyState.CLOSED, socket.readyState());
            assertEquals(5, connections.get());
            events.expectNothingMore();
        }
    }

    @Test
    void anUnexpectedResponseThatIsLookedAt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            if (connections.getAndIncrement() == 0) {
                peer.readHead();
                peer.write("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
                peer.input().read();
            } else {
                greet(peer);
                Upgrades.close(peer);
            }
        })) {
            ReconnectingWebSocket socket = ReconnectingWebSocket.connect(
                    "ws://127.0.0.1:" + server.port() + "/", List.of(), PLAIN, SOON, again -> again.onOpen(
                                    open -> events.add("open"))
                            .addEventListener(WebSocketEvent.UNEXPECTED_RESPONSE, (ended, request, response) -> {
                                events.add("response " + response.statusCode());
                                ended.terminate();
                            }));
            events.expect("response 500", "open");
            socket.closed().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void closesWhileItWaits() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Peer::readHead)) {
            ReconnectingWebSocket socket = connect(
                    server,
                    Reconnect.builder()
                            .initialDelay(Duration.ofDays(1))
                            .maxDelay(Duration.ofDays(1))
                            .jitter(0)
                            .build());
            events.expect("close 1006", "reconnecting 1 after 0");
            socket.close();
            assertEquals(
                    1006,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
            assertTrue(socket.opened().toCompletableFuture().isCompletedExceptionally());
        }
    }

    @Test
    void whatCannotBeAnAddressIsTheCallers() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ReconnectingWebSocket.connect("ftp://example.org/", socket -> {}));
    }
}
