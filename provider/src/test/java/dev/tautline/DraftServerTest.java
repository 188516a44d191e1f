// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.MemoryTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The drafts before RFC 6455 once they are open: websocket-driver's {@code Draft75} and {@code Draft76}. In memory and in virtual time. */
@DisplayName("1B.1-13 drafts")
class DraftServerTest extends DraftFixture {
    @ParameterizedTest
    @ValueSource(strings = {"hixie-75", "hixie-76"})
    void textsBothWays(String version) {
        server();
        SocketRecorder recorder = open(version);
        recorder.take();
        receive(text("h\u00c3\u00a9") + "\u0080\u0003abc" + text(""));
        assertEquals(List.of("text h\u00e9", "text "), recorder.take());
        CompletionStage<Void> written = recorder.socket.send("h\u00e9");
        assertEquals(text("h\u00c3\u00a9"), sent());
        assertTrue(written.toCompletableFuture().isDone());
        var unusedFirst = recorder.socket.send("a", SendOptions.DEFAULTS.fin(false));
        var unusedLast = recorder.socket.send("b");
        assertEquals(text("ab"), sent());
    }

    private SocketRecorder open75With(MemoryTransport other) {
        transport = other;
        return open75();
    }

    @ParameterizedTest
    @EnumSource(names = {"WS", "FAYE"})
    @DisplayName("the \"ping returns false\" rule, and no binary")
    void onlyTexts(Profile profile) {
        server(profile, options -> options);
        WebSocket socket = open76().socket;
        assertFalse(socket.ping("x").queued());
        assertEquals(
                "The peer speaks hixie-76, which has no pings",
                failure(socket.ping().answered()).getMessage());
        assertTrue(failure(socket.pong()) instanceof WebSocketException);
        assertEquals(
                "The peer speaks hixie-76, which has no binary messages",
                failure(socket.send(new byte[1])).getMessage());
        assertEquals("", sent());
        assertEquals(ReadyState.OPEN, socket.readyState());
    }

    @Test
    void broadcast() {
        WebSocketServer server = server();
        open76();
        assertEquals(new BroadcastResult(1, 0, 0, 0), Broadcast.send(server.clients(), "all"));
        assertEquals(text("all"), sent());
        assertEquals(new BroadcastResult(0, 0, 1, 0), Broadcast.send(server.clients(), ByteBuffer.wrap(new byte[3])));
        assertEquals("", sent());
    }

    @Test
    void theHeartbeatIsOff() {
        server(Profile.WS, options -> options.heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        WebSocket socket = open76().socket;
        host.runtime.advance(Duration.ofMinutes(1));
        assertEquals("", sent());
        assertEquals(ReadyState.OPEN, socket.readyState());
    }

    @ParameterizedTest(name = "{0}: close {1}")
    @CsvSource({"WS, 1005", "FAYE, 1000"})
    @DisplayName("hixie-76: the peer closes")
    void peerCloses(Profile profile, int code) {
        server(profile, options -> options);
        SocketRecorder recorder = open76();
        recorder.take();
        receive(text("last") + "\u00ff\0" + text("behind"));
        assertEquals("\u00ff\0", sent());
        transport.eof();
        transport.abort();
        host.runtime.runAll();
        assertEquals(List.of("text last", "close " + code + " '' clean"), recorder.take());
    }

    @Test
    @DisplayName("hixie-76: we close")
    void weClose() {
        server();
        SocketRecorder recorder = open76();
        recorder.take();
        var unused = recorder.socket.send("last");
        recorder.socket.close(1000, "a reason that has no place");
        assertEquals(text("last") + "\u00ff\0", sent());
        assertEquals(ReadyState.CLOSING, recorder.socket.readyState());
        receive("\u00ff\0");
        transport.eof();
        transport.abort();
        host.runtime.runAll();
        assertEquals(List.of("close 1005 '' clean"), recorder.take());
    }

    @Test
    @DisplayName("hixie-76: a connection that ends without FF 00")
    void endsWithoutClosing() {
        server();
        SocketRecorder recorder = open76();
        recorder.take();
        transport.eof();
        host.runtime.runAll();
        assertEquals("close 1006 ''", recorder.take().get(0));
    }

    @Test
    @DisplayName("hixie-75: the end of the connection is the close")
    void hixie75Closes() {
        server();
        SocketRecorder recorder = open75();
        recorder.take();
        receive(text("last"));
        transport.eof();
        host.runtime.runAll();
        assertEquals("", sent());
        assertEquals(List.of("text last", "close 1005 '' clean"), recorder.take());

        recorder = open75With(new MemoryTransport());
        recorder.take();
        recorder.socket.close();
        host.runtime.runAll();
        assertTrue(transport.isOutputShut(), "nothing but the end can tell the peer");
        assertEquals("", sent());
        transport.eof();
        host.runtime.runAll();
        assertEquals(List.of("close 1005 '' clean"), recorder.take());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hixie-75", "hixie-76"})
    void theClosingHandshakeHasADeadline(String version) {
        server(Profile.WS, options -> options.closeTimeout(Duration.ofSeconds(3)));
        SocketRecorder recorder = open(version);
        recorder.socket.close();
        host.runtime.advance(Duration.ofSeconds(3));
        assertEquals(ReadyState.CLOSED, recorder.socket.readyState());
        assertTrue(transport.isClosed());
    }

    @Test
    void whoComesWhileTheServerCloses() {
        WebSocketServer server = server();
        accepted(hixie76());
        var unused = server.shutdown(Duration.ofSeconds(30));
        receive(BODY);
        assertEquals(ANSWER + "\u00ff\0", sent());
    }
}
