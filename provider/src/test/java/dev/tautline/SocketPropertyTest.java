// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.Frames;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SEMANTICS 1.9: what a socket says of itself. */
class SocketPropertyTest {
    private final MemoryHost host = new MemoryHost();

    @Test
    @DisplayName("1.9-01 the ready states are CONNECTING 0, OPEN 1, CLOSING 2, CLOSED 3")
    void constants() {
        assertEquals(0, ReadyState.CONNECTING.code());
        assertEquals(1, ReadyState.OPEN.code());
        assertEquals(2, ReadyState.CLOSING.code());
        assertEquals(3, ReadyState.CLOSED.code());
    }

    @Test
    @DisplayName("1.9-02 readyState is OPEN in connection, CLOSING from close on, CLOSED in its close event")
    void readyState() {
        List<ReadyState> states = new ArrayList<>();
        WebSocketServer server = host.server(options -> options);
        server.onConnection((socket, request) -> {
            states.add(socket.readyState());
            socket.onClose((closed, event) -> states.add(closed.readyState()));
        });
        MemoryClient client = host.open();
        WebSocket socket = server.clients().iterator().next();
        assertTrue(socket.isOpen());
        socket.close();
        states.add(socket.readyState());
        assertFalse(socket.isOpen());
        client.sends(Frames.close(true));
        assertEquals(List.of(ReadyState.OPEN, ReadyState.CLOSING, ReadyState.CLOSED), states);
    }

    @Test
    @DisplayName("1.9-03 binaryType is BYTE_BUFFER; FRAGMENTS are the pieces as they came, from the next message on")
    void binaryType() {
        List<Message> messages = new ArrayList<>();
        WebSocketServer server = host.server(options -> options.maxPayload(8));
        server.onConnection((socket, request) -> socket.onMessage((from, message) -> messages.add(message)));
        MemoryClient client = host.open();
        WebSocket socket = server.clients().iterator().next();
        assertEquals(BinaryType.BYTE_BUFFER, socket.binaryType());
        byte[] message =
                Frames.join(Frames.frame(0x02, new byte[] {1, 2}, true), Frames.frame(0x80, new byte[] {3}, true));
        client.sends(message);
        socket.binaryType(BinaryType.FRAGMENTS);
        client.sends(message);
        socket.binaryType(BinaryType.BYTE_ARRAY);
        client.sends(message);
        assertEquals(1, messages.get(0).fragments().size());
        assertEquals(
                List.of(ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})),
                messages.get(1).fragments());
        for (Message each : messages) {
            assertArrayEquals(new byte[] {1, 2, 3}, each.array());
        }
        socket.binaryType(BinaryType.FRAGMENTS);
        client.sends(Frames.frame(0x02, new byte[8], true)).sends(Frames.frame(0x80, new byte[1], true));
        assertEquals("close 1009 \"\"", client.received());
        assertEquals(3, messages.size());
    }

    @Test
    @DisplayName("1.9-04 bufferedAmount is what waits to be written")
    void bufferedAmount() {
        WebSocketServer server = host.server(options -> options);
        MemoryClient client = host.open();
        WebSocket socket = server.clients().iterator().next();
        client.transport.window(0);
        socket.send("0123456789");
        host.runtime.runAll();
        assertTrue(socket.bufferedAmount() >= 10, () -> socket.bufferedAmount() + " bytes");
        client.transport.openWindow(1000);
        host.runtime.runAll();
        assertEquals(0, socket.bufferedAmount());
    }

    @Test
    @DisplayName("1.9-04 bufferedAmount grows with sends after the end")
    void bufferedAmountAfterTheEnd() {
        WebSocketServer server = host.server(options -> options);
        host.open();
        WebSocket socket = server.clients().iterator().next();
        socket.terminate();
        host.runtime.runAll();
        long before = socket.bufferedAmount();
        var late = socket.send("0123456789").toCompletableFuture();
        host.runtime.runAll();
        assertTrue(late.isCompletedExceptionally());
        assertEquals(before + 10, socket.bufferedAmount());
    }

    @Test
    @DisplayName("1.9-05 1.9-06 extensions are names, protocol is what was chosen, both empty for none")
    void negotiated() {
        List<String> told = new ArrayList<>();
        host.server(options -> options.perMessageDeflate(PerMessageDeflate.builder()
                        .serverNoContextTakeover(true)
                        .build()))
                .onConnection((socket, request) -> told.add(socket.extensions() + "|" + socket.protocol()));
        host.open(MemoryRequest.get("/")
                .with("Sec-WebSocket-Extensions", "permessage-deflate")
                .with("Sec-WebSocket-Protocol", "a"));
        host.open();
        assertEquals(List.of("permessage-deflate|a", "|"), told);
    }

    @Test
    @DisplayName("1.9-07 1B.1-13 url is what the client asked for, version the protocol's name in faye")
    void url() {
        List<Object> told = new ArrayList<>();
        host.server(Profile.WS).onConnection((socket, request) -> {
            told.add(socket.url());
            told.add(socket.version());
        });
        host.open(MemoryRequest.get("/a?b").secure());
        host.open(MemoryRequest.get("/").with("Sec-WebSocket-Version", "8"));
        assertEquals(
                List.of(URI.create("wss://example.com/a?b"), "hybi-13", URI.create("ws://example.com/"), "hybi-8"),
                told);
    }

    @Test
    @DisplayName("1.9-08 1.10-05 a paused socket delivers nothing until it is resumed; a closed one is not paused")
    void pause() {
        List<String> told = new ArrayList<>();
        WebSocketServer server = host.server(options -> options);
        server.onConnection((socket, request) -> socket.onMessage((from, message) -> told.add(message.text())));
        MemoryClient client = host.open();
        WebSocket socket = server.clients().iterator().next();
        socket.pause();
        assertTrue(socket.isPaused());
        client.sends(Frames.text("a", true));
        assertEquals(List.of(), told);
        socket.resume();
        assertFalse(socket.isPaused());
        host.runtime.runAll();
        assertEquals(List.of("a"), told);
        socket.terminate();
        host.runtime.runAll();
        socket.pause();
        assertFalse(socket.isPaused());
    }

    @Test
    @DisplayName("1.14-01 what is attached stays with the socket")
    void attachment() {
        List<Object> told = new ArrayList<>();
        host.server(options -> options).onConnection((socket, request) -> {
            socket.attach("ada");
            socket.onMessage((from, message) -> told.add(String.valueOf(from.attachment())));
        });
        host.open().sends(Frames.text("who", true));
        assertEquals(List.of("ada"), told);
    }
}
