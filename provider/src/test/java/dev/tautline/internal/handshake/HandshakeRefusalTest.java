// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static dev.tautline.internal.handshake.ServerAnswers.VERSION;
import static dev.tautline.internal.handshake.ServerAnswers.accepted;
import static dev.tautline.internal.handshake.ServerAnswers.deflating;
import static dev.tautline.internal.handshake.ServerAnswers.header;
import static dev.tautline.internal.handshake.ServerAnswers.refused;
import static dev.tautline.internal.handshake.ServerAnswers.refusedByAll;
import static dev.tautline.internal.handshake.ServerAnswers.server;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.spec.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the opening handshake refuses, at the server. */
class HandshakeRefusalTest {
    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"POST", "HEAD", "get", "OPTIONS", ""})
    @DisplayName("SEMANTICS 1.4-02: method")
    void method(String method) {
        refusedByAll(Requests.line(method, "HTTP/1.1"), 405, "Invalid HTTP method");
    }

    @Test
    @DisplayName("SEMANTICS 1.4-03: Upgrade missing, wrong, or more than once")
    void upgrade() {
        refusedByAll(Requests.with("Upgrade:"), 400, "Invalid Upgrade header");
        refusedByAll(Requests.with("Upgrade: websockets"), 400, "Invalid Upgrade header");
        refusedByAll(Requests.with("Upgrade: "), 400, "Invalid Upgrade header");
        refused(
                server(Profile.WS),
                Requests.with("Upgrade: websocket", "Upgrade: websocket"),
                400,
                "Invalid Upgrade header");
    }

    @Test
    @DisplayName("SEMANTICS 1.4: Connection must be checked here")
    void connection() {
        refusedByAll(Requests.with("Connection:"), 400, "Invalid Connection header");
        refusedByAll(Requests.with("Connection: keep-alive, upgrades"), 400, "Invalid Connection header");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ===",
                "dGhlIHNhbXBsZSBub25jZQA=", "dGhlIHNhbXBsZSBub25jZ===", "dGhlIHNhbXBsZSBub25j!Q==",
                        "dGhlIHNhbXBsZSBub25j-Q==",
                "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="
            })
    @DisplayName("SEMANTICS 1.4-04: the key is the base64 form of 16 bytes")
    void key(String key) {
        refusedByAll(Requests.with("Sec-WebSocket-Key: " + key), 400, "Missing or invalid Sec-WebSocket-Key header");
    }

    @Test
    @DisplayName("SEMANTICS 1.4-04: the key is there once")
    void keyOnce() {
        String message = "Missing or invalid Sec-WebSocket-Key header";
        refusedByAll(Requests.with("Sec-WebSocket-Key:"), 400, message);
        refusedByAll(
                Requests.with("Sec-WebSocket-Key: " + Requests.KEY, "Sec-WebSocket-Key: " + Requests.KEY),
                400,
                message);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "7", "12", "14", "013", "13.0", "1 3", "13, 8", "thirteen"})
    @DisplayName("SEMANTICS 1.4-05, DECISIONS: a wrong version by profile")
    void version(String version) {
        OpeningRequest request = Requests.with("Sec-WebSocket-Version: " + version);
        assertEquals("13, 8", header(refused(server(Profile.WS), request, 400, VERSION), "Sec-WebSocket-Version"));
        String faye = "Unsupported WebSocket version" + (version.matches("[0-9]+") ? ": " + version : "");
        assertEquals("", header(refused(server(Profile.FAYE), request, 400, faye), "Sec-WebSocket-Version"));
        assertEquals("13", header(refused(server(Profile.JAKARTA), request, 426, VERSION), "Sec-WebSocket-Version"));
    }

    @Test
    @DisplayName("SEMANTICS 1.4-05, DECISIONS: version 8 is ws's alone; none and two are wrong")
    void version8() {
        OpeningRequest request = Requests.with("Sec-WebSocket-Version: 8");
        assertEquals(8, accepted(server(Profile.WS), request).version());
        assertEquals(13, accepted(server(Profile.WS), Requests.with()).version());
        refused(server(Profile.FAYE), request, 400, "Unsupported WebSocket version: 8");
        refused(server(Profile.JAKARTA), request, 426, VERSION);
        refused(server(Profile.WS), Requests.with("Sec-WebSocket-Version:"), 400, VERSION);
        refused(
                server(Profile.WS),
                Requests.with("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"),
                400,
                VERSION);
    }

    @Test
    @DisplayName("SEMANTICS 1.4: the first check that fails decides")
    void order() {
        List<String> broken = new ArrayList<>(List.of(
                "Upgrade: x",
                "Connection: x",
                "Sec-WebSocket-Key: x",
                "Sec-WebSocket-Version: x",
                "Sec-WebSocket-Protocol: a b",
                "Sec-WebSocket-Extensions: ;",
                "Origin: null"));
        List<String> bodies = List.of(
                "Invalid Upgrade header",
                "Invalid Connection header",
                "Missing or invalid Sec-WebSocket-Key header",
                VERSION,
                "Invalid Sec-WebSocket-Protocol header",
                "Invalid or unacceptable Sec-WebSocket-Extensions header",
                "Forbidden");
        OpeningRequest post = Requests.line("POST", "HTTP/1.0", broken.toArray(String[]::new));
        refused(deflating(Profile.WS), post, 405, "Invalid HTTP method");
        OpeningRequest old = Requests.line("GET", "HTTP/1.0", broken.toArray(String[]::new));
        refused(deflating(Profile.WS), old, 400, "Invalid HTTP version");
        for (String body : bodies) {
            OpeningRequest request = Requests.with(broken.toArray(String[]::new));
            refused(deflating(Profile.WS), request, body.equals("Forbidden") ? 403 : 400, body);
            broken.remove(0);
        }
    }

    @Test
    @DisplayName("SEMANTICS 1.4-06: a request that is not this server's, after the version and before the subprotocols")
    void shouldHandle() {
        ServerHandshake server =
                new ServerHandshake(Profile.WS, ExtensionNegotiator.NONE, OriginPolicy.ANY, request -> request.method()
                        .isEmpty());
        refused(server, Requests.with("Sec-WebSocket-Protocol: a b"), 400, "Bad Request");
        refused(server, Requests.with("Sec-WebSocket-Version: 1"), 400, VERSION);
    }

    @Test
    @DisplayName("SEMANTICS 1.4: a refusal closes the connection and has type and length of its body")
    void form() {
        Refusal refusal = Refusal.of(Profile.WS, 401, "né", List.of(Map.entry("Retry-After", "1")));
        assertEquals(
                List.of(
                        Map.entry("Connection", "close"),
                        Map.entry("Content-Type", "text/html"),
                        Map.entry("Content-Length", Integer.toString("né".getBytes(UTF_8).length)),
                        Map.entry("Retry-After", "1")),
                refusal.headers());
        assertEquals("text/plain", header(Refusal.of(Profile.FAYE, 400, "", List.of()), "Content-Type"));
        assertThrows(IllegalArgumentException.class, () -> Refusal.of(Profile.WS, 200, "", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Refusal.of(Profile.WS, 600, "", List.of()));
    }
}
