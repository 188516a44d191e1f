// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the native API's client makes of a server's answer: SEMANTICS 1.7 and 1.8. */
class ClientAnswerTest extends ClientFixture {
    @ParameterizedTest(name = "1.7 {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade: foo|Invalid Upgrade header||",
                "Connection: close|Invalid Connection header||",
                "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=|Invalid Sec-WebSocket-Accept header||",
                "Sec-WebSocket-Protocol: a|Server sent a subprotocol but none was requested||",
                "Sec-WebSocket-Protocol: c|Server sent an invalid subprotocol|a,b|",
                "X-None: 1|Server sent no subprotocol|a,b|",
                "Sec-WebSocket-Extensions: permessage-deflate|Server sent a Sec-WebSocket-Extensions header but no"
                        + " extension was requested||",
                "Sec-WebSocket-Extensions: ;|Invalid Sec-WebSocket-Extensions header||deflate",
            })
    void failsForAnswers(String line, String message, String offered, String deflate) throws Exception {
        String name = line.substring(0, line.indexOf(':'));
        try (ScriptedServer server = answering(head -> {
            String answer = Upgrades.answer(head, "");
            return answer.contains(name + ": ")
                    ? answer.replaceFirst("(?m)^" + name + ": .*\r\n", line + "\r\n")
                    : Upgrades.answer(head, line + "\r\n");
        })) {
            List<String> protocols = offered == null ? List.of() : List.of(offered.split(","));
            connect(
                    local(server),
                    protocols,
                    plain().perMessageDeflate(deflate != null).build());
            events.expect("error " + message + " CLOSING", "close 1006 CLOSED");
        }
    }

    @ParameterizedTest(name = "1.7 extension answer {0}")
    @ValueSource(
            strings = {
                "x-unknown",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate; unknown_parameter",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; server_max_window_bits"
            })
    void failsForExtensions(String answer) throws Exception {
        try (ScriptedServer server =
                answering(head -> Upgrades.answer(head, "Sec-WebSocket-Extensions: " + answer + "\r\n"))) {
            connect(local(server), WebSocketClientOptions.builder());
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.7 another status: an error, or the unexpected-response event and nothing more")
    void tellsOfUnexpectedResponses() throws Exception {
        String answer = "HTTP/1.1 401 Unauthorized\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody";
        try (ScriptedServer server = answering(head -> answer)) {
            WebSocket failed = connect(local(server), plain());
            events.expect("error Unexpected server response: 401 CLOSING", "close 1006 CLOSED");
            assertEquals(401, failed.statusCode());
            WebSocket socket = WebSocket.connect(local(server), List.of(), plain().build(), told -> events.record(told)
                    .onUnexpectedResponse((same, request, response) -> {
                        try (response) {
                            events.add(response.statusCode()
                                    + response.statusMessage()
                                    + response.header("x-a")
                                    + new String(response.body().readAllBytes(), StandardCharsets.UTF_8)
                                    + request.url().getScheme());
                        } catch (IOException e) {
                            events.add(e.toString());
                        }
                    }));
            events.expect("401Unauthorizedbbodyws");
            assertEquals(ReadyState.CONNECTING, socket.readyState());
            events.expectNothingMore();
            socket.terminate();
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.8-06 upgrade comes before the checks, and may close the socket")
    void tellsOfUpgrades() throws Exception {
        try (ScriptedServer server =
                answering(head -> Upgrades.answer(head, "X-A: b\r\n").replace("Upgrade: web", "Upgrade: no"))) {
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> events.record(socket)
                    .onUpgrade((same, response) -> events.add(
                            "upgrade " + response.statusCode() + response.header("X-A") + same.readyState())));
            events.expect("upgrade 101bCONNECTING", "error Invalid Upgrade header CLOSING", "close 1006 CLOSED");
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> events.record(socket)
                    .onUpgrade((same, response) -> same.terminate()));
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
        }
    }

    @Test
    @DisplayName("1.10-03 1.10-04 close and terminate while CONNECTING end the attempt and its socket")
    void endsAttempts() throws Exception {
        CountDownLatch ended = new CountDownLatch(2);
        CountDownLatch asked = new CountDownLatch(2);
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.readHead();
            asked.countDown();
            peer.input().read();
            ended.countDown();
        })) {
            WebSocket closed = connect(local(server), plain());
            WebSocket terminated = connect(local(server), plain());
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            closed.close(1000, "reason");
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            terminated.terminate();
            terminated.terminate();
            events.expect(CLOSED_EARLY, "close 1006 CLOSED");
            assertTrue(ended.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("1.10-01 a send before open is refused under ws and queued under faye (1B.1-09)")
    void sendsBeforeOpen() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            received.complete(peer.input().readNBytes(8));
            Upgrades.close(peer);
        })) {
            WebSocket.connect(local(server), List.of(), plain().build(), socket -> {
                assertThrows(IllegalStateException.class, () -> socket.send("hi"));
                socket.terminate();
            });
            WebSocketClientOptions faye = WebSocketClientOptions.builder(Profile.FAYE)
                    .generateMask(key -> key.putInt(0))
                    .build();
            WebSocket socket = WebSocket.connect(local(server), List.of(), faye, early -> events.record(early)
                    .send("hi"));
            opensAndCloses();
            assertEquals(
                    ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}),
                    ByteBuffer.wrap(received.get(60, TimeUnit.SECONDS)));
            assertEquals(ReadyState.CLOSED, socket.readyState());
        }
    }

    @Test
    @DisplayName("1.8-05 a server that is not there gives error, then close 1006; opened() fails with the same error")
    void failsWhereNobodyListens() throws Exception {
        try (DeafPort nobody = new DeafPort()) {
            WebSocket socket = connect("ws://127.0.0.1:" + nobody.port(), plain());
            assertTrue(events.next().startsWith("error "));
            events.expect("close 1006 CLOSED");
            assertTrue(socket.opened().toCompletableFuture().isCompletedExceptionally());
            assertEquals(0, socket.statusCode());
        }
    }

    @Test
    void aListenerThatFailsKeepsNobodyWaiting() throws Exception {
        try (DeafPort nobody = new DeafPort()) {
            WebSocket socket = WebSocket.connect(
                    "ws://127.0.0.1:" + nobody.port(),
                    List.of(),
                    plain().build(),
                    opening -> opening.onError((from, error) -> {
                        throw new AssertionError("thrown by a test");
                    }));
            assertEquals(
                    1006,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
        }
    }

    @Test
    void withoutListenersMessagesWaitForTheFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            Upgrades.accept(peer, "");
            peer.write(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            peer.input().read();
        })) {
            WebSocket socket = WebSocket.connect(local(server), List.of(), plain().build());
            socket.opened().toCompletableFuture().get(60, TimeUnit.SECONDS);
            socket.onMessage((from, message) -> events.add(message.text()));
            events.expect("hi");
            socket.terminate();
            assertEquals(
                    1006,
                    socket.closed()
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS)
                            .code());
        }
    }
}
