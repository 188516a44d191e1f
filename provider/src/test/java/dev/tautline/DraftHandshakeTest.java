// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The opening handshakes behind {@code allowDrafts}: hixie-75, hixie-76 and version 8. */
@DisplayName("1B.1-13 drafts: handshakes")
class DraftHandshakeTest extends DraftFixture {
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
}
