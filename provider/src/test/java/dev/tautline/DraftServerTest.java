// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The drafts before RFC 6455 behind {@code allowDrafts}: websocket-driver's {@code Draft75} and {@code Draft76}, and version 8. In memory and in virtual time. */
@DisplayName("1B.1-13 drafts")
class DraftServerTest {
    private static final String BODY = "^n:ds[4U";
    private static final String ANSWER = "8jKS'y:G*Co,Wxa-";

    private final MemoryHost host = new MemoryHost();
    private final List<SocketRecorder> recorders = new ArrayList<>();
    private MemoryTransport transport = new MemoryTransport();

    private static MemoryRequest hixie75() {
        return MemoryRequest.get("/chat?a=b")
                .with("Upgrade", "WebSocket")
                .with("Connection", "Upgrade")
                .with("Origin", "http://example.com")
                .with("Sec-WebSocket-Key")
                .with("Sec-WebSocket-Version");
    }

    /** The example of the draft. */
    private static MemoryRequest hixie76() {
        return hixie75()
                .with("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                .with("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
    }

    private WebSocketServer server(Profile profile, UnaryOperator<WebSocketServerOptions.Builder> options) {
        return host.server(profile, builder -> options.apply(builder.allowDrafts(true)))
                .onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
    }

    private WebSocketServer server() {
        return server(Profile.WS, options -> options);
    }

    private UpgradeAnswer accepted(MemoryRequest request) {
        UpgradeAnswer answer = host.ask(request).join();
        request.end();
        assertEquals(101, answer.status());
        Objects.requireNonNull(answer.accept()).accept(transport);
        host.runtime.runAll();
        return answer;
    }

    private SocketRecorder open76() {
        accepted(hixie76());
        receive(BODY);
        assertEquals(ANSWER, sent());
        return recorders.get(recorders.size() - 1);
    }

    private SocketRecorder open75() {
        accepted(hixie75());
        return recorders.get(recorders.size() - 1);
    }

    /** Bytes, each character one of them. */
    private void receive(String bytes) {
        transport.receive(bytes.getBytes(StandardCharsets.ISO_8859_1));
        host.runtime.runAll();
    }

    private String sent() {
        host.runtime.runAll();
        return new String(transport.takeSent(), StandardCharsets.ISO_8859_1);
    }

    private static String text(String text) {
        return "\0" + text + "\u00ff";
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return assertThrows(CompletionException.class, stage.toCompletableFuture()::join)
                .getCause();
    }

    @Test
    @DisplayName("hixie-76: the example of the draft")
    void challenge() {
        server();
        UpgradeAnswer answer = accepted(hixie76());
        assertEquals(
                List.of(
                        Map.entry("Upgrade", "WebSocket"),
                        Map.entry("Sec-WebSocket-Origin", "http://example.com"),
                        Map.entry("Sec-WebSocket-Location", "ws://example.com/chat?a=b")),
                answer.headers());
        assertEquals(0, recorders.size(), "there is no connection before the eight bytes");
        receive("^n:ds");
        assertEquals("", sent());
        receive("[4U");
        assertEquals(ANSWER, sent());
        assertEquals(List.of("open"), recorders.get(0).take());
        assertEquals("hixie-76", recorders.get(0).socket.version());
        assertEquals("ws://example.com/chat?a=b", recorders.get(0).socket.url().toString());
    }

    @Test
    @DisplayName("hixie-76: bytes behind the challenge")
    void bytesBehindTheChallenge() {
        server();
        accepted(hixie76());
        receive(BODY + text("at once") + "\0cut");
        receive("\u00ff");
        assertEquals(
                List.of("open", "text at once", "text cut"), recorders.get(0).take());
    }

    @Test
    @DisplayName("hixie-76: bytes that were there before the transport was")
    void bytesBeforeTheTransport() {
        server();
        transport.receive((BODY + text("early")).getBytes(StandardCharsets.ISO_8859_1));
        accepted(hixie76());
        assertEquals(ANSWER, sent());
        assertEquals(List.of("open", "text early"), recorders.get(0).take());
    }

    @Test
    @DisplayName("hixie-76: the answer is written before anything else")
    void theAnswerComesFirst() {
        server().onConnection((socket, request) -> {
            var unused = socket.send("hello");
        });
        transport.window(5);
        accepted(hixie76());
        receive(BODY);
        assertEquals(ANSWER.substring(0, 5), sent());
        transport.openWindow(MemoryTransport.UNLIMITED);
        assertEquals(ANSWER.substring(5) + text("hello"), sent());
    }

    @Test
    @DisplayName("hixie-75")
    void hixie75Opens() {
        server();
        UpgradeAnswer answer = accepted(hixie75());
        assertEquals(
                List.of(
                        Map.entry("Upgrade", "WebSocket"),
                        Map.entry("WebSocket-Origin", "http://example.com"),
                        Map.entry("WebSocket-Location", "ws://example.com/chat?a=b")),
                answer.headers());
        assertEquals("", sent());
        assertEquals(List.of("open"), recorders.get(0).take());
        assertEquals("hixie-75", recorders.get(0).socket.version());
    }

    private SocketRecorder open(String version) {
        return version.equals("hixie-76") ? open76() : open75();
    }

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
    void subprotocols() {
        server(Profile.WS, options -> options.protocols(List.of("chat")));
        UpgradeAnswer answer = accepted(hixie76().with("Sec-WebSocket-Protocol", "chat"));
        assertEquals(List.of("chat"), MemoryClient.values(answer, "Sec-WebSocket-Protocol"));
        transport = new MemoryTransport();
        answer = accepted(hixie75().with("WebSocket-Protocol", "chat"));
        assertEquals(List.of("chat"), MemoryClient.values(answer, "WebSocket-Protocol"));
        assertEquals("chat", recorders.get(0).socket.protocol());
    }

    @Test
    void fieldsOfTheApplication() {
        WebSocketServer server = server(Profile.WS, options -> options.header("X-Custom", "a"));
        List<String> told = new ArrayList<>();
        server.onHeaders((headers, request) -> headers.forEach(field -> told.add(field.getKey())));
        assertEquals(List.of("a"), MemoryClient.values(accepted(hixie75()), "X-Custom"));
        assertEquals(List.of("WebSocket-Origin", "WebSocket-Location", "X-Custom"), told);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("off by default: today's refusal")
    void off(Profile profile) {
        host.server(profile);
        for (MemoryRequest request : List.of(hixie75(), hixie76())) {
            UpgradeAnswer refusal = host.refusal(request);
            assertEquals(400, refusal.status());
            assertEquals(
                    profile == Profile.FAYE
                            ? "Unsupported WebSocket version"
                            : "Missing or invalid Sec-WebSocket-Key header",
                    refusal.body());
        }
    }

    @ParameterizedTest(name = "version 8 under {0}: {1}")
    @CsvSource({"WS, 101", "FAYE, 400", "JAKARTA, 426"})
    void version8WithoutDrafts(Profile profile, int status) {
        host.server(profile);
        assertEquals(
                status,
                host.ask(MemoryRequest.get("/").with("Sec-WebSocket-Version", "8"))
                        .join()
                        .status());
    }

    @ParameterizedTest
    @EnumSource
    void version8WithDrafts(Profile profile) {
        server(profile, options -> options);
        accepted(MemoryRequest.get("/")
                .with("Sec-WebSocket-Version", "8")
                .with("Sec-WebSocket-Origin", "http://example.com"));
        assertEquals("hybi-8", recorders.get(0).socket.version());
        transport.receive(Frames.text("as ever", true));
        host.runtime.runAll();
        assertEquals(List.of("open", "text as ever"), recorders.get(0).take());
        assertEquals(
                403,
                host.refusal(MemoryRequest.get("/")
                                .with("Sec-WebSocket-Version", "8")
                                .with("Sec-WebSocket-Origin", "http://evil.example"))
                        .status());
        UpgradeAnswer refusal = host.refusal(MemoryRequest.get("/").with("Sec-WebSocket-Version", "7"));
        assertEquals(
                profile == Profile.FAYE ? List.of() : List.of("13, 8"),
                MemoryClient.values(refusal, "Sec-WebSocket-Version"));
    }

    @Test
    void version13WithDrafts() {
        server();
        accepted(MemoryRequest.get("/"));
        assertEquals("hybi-13", recorders.get(0).socket.version());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            value = {
                "Sec-WebSocket-Key1; ; Missing required header: Sec-WebSocket-Key1",
                "Sec-WebSocket-Key2; ; Missing required header: Sec-WebSocket-Key2",
                "Sec-WebSocket-Key1; 12; Client sent invalid Sec-WebSocket-Key headers",
                "Sec-WebSocket-Key2; 4294967296 x; Client sent invalid Sec-WebSocket-Key headers",
                "Sec-WebSocket-Protocol; a b; Invalid Sec-WebSocket-Protocol header",
                "Connection; keep-alive; Invalid Connection header",
                "Upgrade; WebSocket, h2c; Invalid Upgrade header"
            },
            delimiter = ';')
    void brokenHandshakes(String name, String value, String body) {
        server();
        UpgradeAnswer refusal =
                host.refusal(value == null ? hixie76().with(name) : hixie76().with(name, value));
        assertEquals(400, refusal.status());
        assertEquals(body, refusal.body());
    }

    @Test
    void theRulesOfTheServerHold() {
        server(Profile.WS, options -> options.path("/chat").verifyClient(info -> false));
        assertEquals(
                403,
                host.refusal(hixie76().with("Origin", "http://evil.example")).status());
        assertEquals(401, host.refusal(hixie75()).status());
        assertEquals(405, host.refusal(hixie75().method("POST")).status());
    }

    @Test
    @DisplayName("attack: the eight bytes never come")
    void theChallengeHasADeadline() {
        server();
        accepted(hixie76());
        receive("^n:ds[4");
        host.runtime.advance(Duration.ofMillis(9_999));
        assertFalse(transport.isClosed());
        host.runtime.advance(Duration.ofMillis(1));
        assertTrue(transport.isClosed());
        assertEquals(0, recorders.size());
        receive("U");
        assertEquals("", sent());
        assertEquals(0, host.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("attack: the answer to the challenge is not taken")
    void theAnswerHasADeadline() {
        server();
        transport.window(0);
        accepted(hixie76());
        receive(BODY);
        host.runtime.advance(Duration.ofSeconds(10));
        assertTrue(transport.isClosed());
        assertEquals(0, recorders.size());
    }

    @Test
    @DisplayName("attack: the connection ends within the challenge")
    void endsWithinTheChallenge() {
        server();
        accepted(hixie76());
        receive("^n:d");
        transport.eof();
        assertTrue(transport.isClosed());
        transport = new MemoryTransport();
        accepted(hixie76());
        transport.reset();
        host.runtime.runAll();
        assertEquals(0, recorders.size());
        assertEquals(0, host.runtime.timers().scheduled());
    }

    @Test
    @DisplayName("attack: a text without an end")
    void endlessText() {
        server(Profile.WS, options -> options.maxPayload(1_000));
        SocketRecorder recorder = open76();
        recorder.take();
        receive("\0");
        for (int i = 0; i < 1_000; i++) {
            receive("x");
        }
        assertEquals(List.of(), recorder.take(), "many small reads are no offence");
        receive("x");
        assertEquals("error WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", recorder.take().get(0));
        assertEquals("\u00ff\0", sent());
    }

    @ParameterizedTest(name = "attack: lengths {index}")
    @ValueSource(
            strings = {
                "CVE-2026-54466 \u0080\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\177",
                "CVE-2026-54466 \u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080",
                "over the limit \u0080\u0087i"
            })
    void lengths(String attack) {
        server(Profile.WS, options -> options.maxPayload(1_000));
        SocketRecorder recorder = open75();
        recorder.take();
        receive(attack.substring(15) + text("behind"));
        assertTrue(recorder.take().get(0).startsWith("error WS_ERR_"));
        assertEquals("", sent());
    }

    @Test
    @DisplayName("attack: text that is not UTF-8")
    void badUtf8() {
        server();
        SocketRecorder recorder = open76();
        recorder.take();
        receive("\0ab\u00c0\u00af");
        assertEquals("error WS_ERR_INVALID_UTF8", recorder.take().get(0));
    }

    @Test
    @DisplayName("attack: fields with line breaks")
    void splitting() {
        server();
        MemoryRequest request = hixie75().with("Origin", "http://example.com\r\nX: y");
        assertEquals(403, host.refusal(request).status());
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
