// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static dev.tautline.internal.handshake.ServerAnswers.VERSION;
import static dev.tautline.internal.handshake.ServerAnswers.accepted;
import static dev.tautline.internal.handshake.ServerAnswers.deflating;
import static dev.tautline.internal.handshake.ServerAnswers.header;
import static dev.tautline.internal.handshake.ServerAnswers.refused;
import static dev.tautline.internal.handshake.ServerAnswers.refusedByAll;
import static dev.tautline.internal.handshake.ServerAnswers.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeTest {
    @Nested
    class Accepting {
        @ParameterizedTest
        @EnumSource(Profile.class)
        @DisplayName("RFC 6455 §1.3: the example, with the header fields in the order of ws")
        void example(Profile profile) {
            Acceptance acceptance = accepted(server(profile), Requests.with("Sec-WebSocket-Protocol: chat, superchat"))
                    .accept("chat", List.of());
            assertEquals(101, acceptance.status());
            assertEquals(
                    List.of(
                            Map.entry("Upgrade", "websocket"),
                            Map.entry("Connection", "Upgrade"),
                            Map.entry("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                            Map.entry("Sec-WebSocket-Protocol", "chat")),
                    acceptance.responseHeaders());
            assertEquals("chat", acceptance.subprotocol());
            assertEquals(2, acceptance.headers().size(), "Upgrade and Connection belong to whoever switches protocols");
        }

        @Test
        @DisplayName("Protocol, then extensions, then the application's fields; under faye the application's first")
        void order() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: permessage-deflate");
            List<Map.Entry<String, String>> custom = List.of(
                    Map.entry("X-A", "1"),
                    Map.entry("set-cookie", "a"),
                    Map.entry("Set-Cookie", "b"),
                    Map.entry("x-a", "2"));
            assertEquals(
                    List.of(
                            "Upgrade",
                            "Connection",
                            "Sec-WebSocket-Accept",
                            "Sec-WebSocket-Protocol",
                            "Sec-WebSocket-Extensions",
                            "X-A",
                            "set-cookie",
                            "Set-Cookie",
                            "x-a"),
                    names(accepted(deflating(Profile.WS), request).accept("p", custom)));
            assertEquals(
                    List.of(
                            "X-A",
                            "set-cookie",
                            "Set-Cookie",
                            "Upgrade",
                            "Connection",
                            "Sec-WebSocket-Accept",
                            "Sec-WebSocket-Extensions"),
                    names(accepted(deflating(Profile.FAYE), request).accept("", custom)));
        }

        private List<String> names(Acceptance acceptance) {
            return acceptance.responseHeaders().stream().map(Map.Entry::getKey).toList();
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(strings = {"Upgrade", "upgrade", "keep-alive, Upgrade", "keep-alive,\tUPGRADE ,x"})
        @DisplayName("RFC 6455 §4.2.1: Connection is a list that contains upgrade")
        void connection(String value) {
            for (Profile profile : Profile.values()) {
                accepted(server(profile), Requests.with("Connection: " + value));
                accepted(server(profile), Requests.with("Connection: close", "Connection: " + value));
            }
        }

        @Test
        @DisplayName("SEMANTICS 1.4-03, 1B.1-01: an Upgrade list counts under jakarta only; case does not matter")
        void upgradeList() {
            for (Profile profile : Profile.values()) {
                accepted(server(profile), Requests.with("Upgrade: WebSocket"));
            }
            for (String value : new String[] {"foo, websocket", "websocket, foo"}) {
                accepted(server(Profile.JAKARTA), Requests.with("Upgrade: " + value));
                refused(server(Profile.WS), Requests.with("Upgrade: " + value), 400, "Invalid Upgrade header");
                refused(server(Profile.FAYE), Requests.with("Upgrade: " + value), 400, "Not a WebSocket request");
            }
        }

        @Test
        @DisplayName("RFC 8441: an extended CONNECT needs neither Upgrade nor key and is answered with 200")
        void extendedConnect() {
            OpeningRequest request = Requests.line(
                    "CONNECT",
                    "HTTP/2.0",
                    "Upgrade:",
                    "Connection:",
                    "Sec-WebSocket-Key:",
                    "Sec-WebSocket-Protocol: chat");
            assertTrue(ServerHandshake.isUpgrade(request));
            Proposal proposal = accepted(server(Profile.JAKARTA), request);
            Acceptance acceptance = proposal.accept("chat", List.of());
            assertEquals(200, acceptance.status());
            assertEquals(List.of(Map.entry("Sec-WebSocket-Protocol", "chat")), acceptance.responseHeaders());
            assertEquals("", header(proposal.refuse(401, "no", List.of()), "Connection"));
            OpeningRequest wrong = Requests.line("CONNECT", "HTTP/2.0", "Sec-WebSocket-Version: 7");
            assertEquals("", header(refused(server(Profile.JAKARTA), wrong, 426, VERSION), "Connection"));
            refusedByAll(Requests.line("CONNECT", "HTTP/1.1"), 405, "Invalid HTTP method");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "HTTP/1.1, true",
            "HTTP/1.2, true",
            "HTTP/2, true",
            "HTTP/2.0, true",
            "HTTP/3, true",
            "HTTP/1.0, false",
            "HTTP/0.9, false",
            "HTTP/1, false",
            "HTTP/, false",
            "HTTP, false",
            "'', false",
            "SPDY/3.1, false",
            "HTTP/1.1x, false"
        })
        @DisplayName("RFC 6455 §4.2.1: HTTP/1.1 or higher")
        void httpVersion(String protocol, boolean allowed) {
            OpeningRequest request = Requests.line("GET", protocol);
            if (allowed) {
                accepted(server(Profile.WS), request);
            } else {
                refusedByAll(request, 400, "Invalid HTTP version");
            }
        }
    }

    @Nested
    class Injection {
        @ParameterizedTest
        @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\rb", "a\u0000b", "a\u007F", "\u0001"})
        @DisplayName("EventSource row: CR, LF, NUL in custom fields and in the chosen subprotocol are refused")
        void fields(String value) {
            Proposal proposal = accepted(server(Profile.WS), Requests.with());
            assertThrows(IllegalArgumentException.class, () -> proposal.accept(value, List.of()));
            assertThrows(IllegalArgumentException.class, () -> proposal.accept("", List.of(Map.entry("X-A", value))));
            assertThrows(IllegalArgumentException.class, () -> proposal.accept("", List.of(Map.entry(value, "x"))));
            List<Map.Entry<String, String>> extra = List.of(Map.entry("X-A", value));
            assertThrows(IllegalArgumentException.class, () -> proposal.refuse(401, "", extra));
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {"Upgrade", "connection", "sec-websocket-ACCEPT", "Sec-WebSocket-Protocol", "Content-Length"})
        @DisplayName("The handshake's own fields can't be set by the application")
        void reserved(String name) {
            Proposal proposal = accepted(server(Profile.WS), Requests.with());
            assertThrows(IllegalArgumentException.class, () -> proposal.accept("", List.of(Map.entry(name, "x"))));
        }

        @Test
        @DisplayName("Tabs and text beyond ASCII may be sent")
        void allowed() {
            accepted(server(Profile.WS), Requests.with()).accept("", List.of(Map.entry("X-A", "a\tbé")));
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("CVE-2024-37890: 10k headers and no Upgrade: a clean 4xx")
    void manyHeaders() {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            fields.add(Map.entry("x" + i, "v"));
        }
        fields.addAll(Collections.nCopies(10_000, Map.entry("Connection", "close,".repeat(50))));
        refusedByAll(new OpeningRequest("GET", "HTTP/1.1", false, Headers.of(fields)), 400, "Invalid Upgrade header");
        fields.add(Map.entry("Upgrade", "websocket"));
        refusedByAll(
                new OpeningRequest("GET", "HTTP/1.1", false, Headers.of(fields)), 400, "Invalid Connection header");
    }

    @Test
    @DisplayName("What names websocket in Upgrade is this engine's to answer, right or wrong")
    void isUpgrade() {
        assertTrue(ServerHandshake.isUpgrade(Requests.with()));
        assertTrue(ServerHandshake.isUpgrade(Requests.with("Upgrade: foo, WebSocket")));
        assertFalse(ServerHandshake.isUpgrade(Requests.with("Upgrade: h2c")));
        assertFalse(ServerHandshake.isUpgrade(Requests.with("Upgrade:")));
    }
}
