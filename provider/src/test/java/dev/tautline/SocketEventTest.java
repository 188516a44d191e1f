// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SEMANTICS 1.8 and the listeners of 1.9-09, 1.10-06, 1.10-07 and 1B.1-12. */
class SocketEventTest {
    private final MemoryHost host = new MemoryHost();
    private final List<SocketRecorder> recorders = new ArrayList<>();

    private MemoryClient open(Profile profile) {
        host.server(profile).onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
        return host.open();
    }

    private SocketRecorder recorder() {
        return recorders.get(0);
    }

    @Test
    @DisplayName("1.8-01 a server's socket is open in connection and tells open after it")
    void open() {
        open(Profile.WS);
        assertEquals(List.of("open"), recorder().take());
    }

    @Test
    @DisplayName("1.8-02 a message says whether it is binary; text has its bytes on demand")
    void message() {
        List<Message> messages = new ArrayList<>();
        host.server(options -> options)
                .onConnection((socket, request) -> socket.onMessage((from, message) -> messages.add(message)));
        host.open().sends(Frames.text("ä", true)).sends(Frames.binary(new byte[] {(byte) 0xC3, (byte) 0xA4}, true));
        assertTrue(messages.get(0).isText());
        assertFalse(messages.get(0).isBinary());
        assertEquals("ä", messages.get(0).text());
        assertEquals(
                ByteBuffer.wrap(new byte[] {(byte) 0xC3, (byte) 0xA4}),
                messages.get(0).bytes());
        assertTrue(messages.get(1).isBinary());
        assertEquals(messages.get(0).bytes(), messages.get(1).bytes());
        assertEquals("ä", messages.get(1).text());
    }

    @Test
    @DisplayName("1.8-03 ping and pong are told with their payload")
    void control() {
        MemoryClient client = open(Profile.WS);
        recorder().take();
        client.sends(Frames.ping("a", true)).sends(Frames.pong("b", true));
        assertEquals(List.of("ping a", "pong b"), recorder().take());
    }

    @Test
    @DisplayName("1.8-04 close has the peer's code and reason, 1005 for none, 1006 without a close frame")
    void close() {
        MemoryClient client = open(Profile.WS);
        recorder().take();
        client.sends(Frames.close(4001, "bye", true));
        assertEquals(List.of("close 4001 'bye' clean"), recorder().take());
        recorders.clear();
        MemoryClient empty = host.open();
        recorder().take();
        empty.sends(Frames.close(true));
        assertEquals(List.of("close 1005 '' clean"), recorder().take());
        recorders.clear();
        MemoryClient none = host.open();
        recorder().take();
        none.transport.eof();
        none.received();
        assertEquals(List.of("close 1006 ''"), recorder().take());
    }

    @Test
    @DisplayName("1.8-05 error is told at most once, close follows")
    void errorOnce() {
        MemoryClient client = open(Profile.WS);
        recorder().take();
        client.sends(Frames.join(Frames.frame(0xC1, new byte[1], true), Frames.frame(0x83, new byte[1], true)));
        client.transport.reset();
        client.received();
        assertEquals(
                List.of("error WS_ERR_UNEXPECTED_RSV_1", "close 1006 ''"),
                recorder().take());
    }

    @Test
    @DisplayName("1.9-09 1B.1-12 the slot is one listener, replaced or cleared, called before the others")
    void slots() {
        List<String> told = new ArrayList<>();
        WebSocketServer server = host.server(options -> options);
        server.onConnection((socket, request) -> {
            socket.addEventListener(WebSocketEvent.MESSAGE, (from, message) -> told.add("added " + message));
            socket.onMessage((from, message) -> told.add("first " + message));
            socket.onMessage((from, message) -> told.add("second " + message));
        });
        MemoryClient client = host.open().sends(Frames.text("a", true));
        assertEquals(List.of("second a", "added a"), told);
        told.clear();
        server.clients().iterator().next().onMessage(null);
        client.sends(Frames.text("b", true));
        assertEquals(List.of("added b"), told);
    }

    private List<String> twice(Profile profile) {
        List<String> told = new ArrayList<>();
        WebSocketServer server = host.server(profile);
        server.onConnection((socket, request) -> {
            MessageListener listener = (from, message) -> told.add(message.text());
            socket.addEventListener(WebSocketEvent.MESSAGE, listener);
            socket.addEventListener(WebSocketEvent.MESSAGE, listener);
        });
        host.open().sends(Frames.text(profile.name(), true));
        server.close();
        return told;
    }

    @Test
    @DisplayName("1.10-06 1B.1-12 a listener added twice is called once under ws, twice under faye")
    void duplicates() {
        assertEquals(List.of("WS"), twice(Profile.WS));
        assertEquals(List.of("FAYE", "FAYE"), twice(Profile.FAYE));
    }

    @Test
    @DisplayName("1.10-06 once removes the listener with its event")
    void once() {
        List<String> told = new ArrayList<>();
        host.server(options -> options)
                .onConnection((socket, request) -> socket.addEventListener(
                        WebSocketEvent.MESSAGE, (from, message) -> told.add(message.text()), true));
        host.open().sends(Frames.text("a", true)).sends(Frames.text("b", true));
        assertEquals(List.of("a"), told);
    }

    @Test
    @DisplayName("1.10-06 wasClean says whether both close frames were seen")
    void wasClean() {
        MemoryClient client = open(Profile.WS);
        recorder().take();
        recorder().socket.close(1000);
        client.sends(Frames.close(1000, "", true));
        assertEquals(List.of("close 1000 '' clean"), recorder().take());
    }

    @Test
    @DisplayName("1.10-07 removeEventListener removes what was added, not what is in the slot")
    void remove() {
        List<String> told = new ArrayList<>();
        host.server(options -> options).onConnection((socket, request) -> {
            MessageListener listener = (from, message) -> told.add("listener");
            MessageListener slot = (from, message) -> told.add("slot");
            socket.addEventListener(WebSocketEvent.MESSAGE, listener);
            socket.onMessage(slot);
            socket.removeEventListener(WebSocketEvent.MESSAGE, slot);
            socket.removeEventListener(WebSocketEvent.MESSAGE, listener);
        });
        host.open().sends(Frames.text("a", true));
        assertEquals(List.of("slot"), told);
    }
}
