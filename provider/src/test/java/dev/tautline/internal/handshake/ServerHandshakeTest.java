// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.extension.PermessageDeflate;
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
    /** 1B.1-15: what faye says instead, always with 400. */
    private static final Map<String, String> FAYE_SENTENCES = Map.of(
            "Invalid HTTP method",
            "Not a WebSocket request",
            "Invalid Upgrade header",
            "Not a WebSocket request",
            "Invalid Connection header",
            "Not a WebSocket request",
            "Missing or invalid Sec-WebSocket-Key header",
            "Missing handshake request header: Sec-WebSocket-Key");

    private static ServerHandshake server(Profile profile) {
        return new ServerHandshake(profile, ExtensionNegotiator.NONE, OriginPolicy.SAME_ORIGIN);
    }

    private static ServerHandshake deflating(Profile profile) {
        PermessageDeflate deflate = new PermessageDeflate(DeflateOptions.of(profile), new DeflatePools());
        return new ServerHandshake(profile, new ExtensionNegotiator(List.of(deflate)), OriginPolicy.SAME_ORIGIN);
    }

    private static Proposal accepted(ServerHandshake server, OpeningRequest request) {
        return assertInstanceOf(Proposal.class, server.examine(request));
    }

    private static Refusal refused(ServerHandshake server, OpeningRequest request, int status, String body) {
        Refusal refusal = assertInstanceOf(Refusal.class, server.examine(request));
        assertEquals(status, refusal.status());
        assertEquals(body, refusal.body());
        return refusal;
    }

    private static void refusedByAll(OpeningRequest request, int status, String body) {
        refused(server(Profile.WS), request, status, body);
        refused(server(Profile.JAKARTA), request, status, body);
        refused(server(Profile.FAYE), request, 400, FAYE_SENTENCES.getOrDefault(body, body));
    }

    private static String header(Refusal refusal, String name) {
        return String.join("|", Headers.of(refusal.headers()).values(name));
    }

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

    private static final String VERSION = "Missing or invalid Sec-WebSocket-Version header";

    @Nested
    class Refusing {
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
            refusedByAll(
                    Requests.with("Sec-WebSocket-Key: " + key), 400, "Missing or invalid Sec-WebSocket-Key header");
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
            assertEquals(
                    "13", header(refused(server(Profile.JAKARTA), request, 426, VERSION), "Sec-WebSocket-Version"));
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
        @DisplayName(
                "SEMANTICS 1.4-06: a request that is not this server's, after the version and before the subprotocols")
        void shouldHandle() {
            ServerHandshake server = new ServerHandshake(
                    Profile.WS, ExtensionNegotiator.NONE, OriginPolicy.ANY, request -> request.method()
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

    @Nested
    class Subprotocols {
        @ParameterizedTest(name = "[{0}]")
        @ValueSource(strings = {"a b", "a,a", "a, b, a", "a;b", "a=1", "\"a\"", "ä", "a\u0000"})
        @DisplayName("SEMANTICS 1.4-07: malformed or repeated")
        void malformed(String value) {
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: " + value), 400, "Invalid Sec-WebSocket-Protocol header");
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(strings = {"a,,b", ",a,b", "a,b,", "a, ,b"})
        @DisplayName("SEMANTICS 1.4-07, RFC 9110 §5.6.1.2: empty elements are malformed under ws, skipped elsewhere")
        void emptyElements(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: " + value);
            refused(server(Profile.WS), request, 400, "Invalid Sec-WebSocket-Protocol header");
            assertEquals(
                    List.of("a", "b"), accepted(server(Profile.FAYE), request).subprotocols());
            assertEquals(
                    List.of("a", "b"),
                    accepted(server(Profile.JAKARTA), request).subprotocols());
        }

        @Test
        @DisplayName("RFC 6455 §11.3.4: several fields are one list")
        void fields() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: b ,\tA", "Sec-WebSocket-Protocol: a");
            assertEquals(
                    List.of("b", "A", "a"),
                    accepted(server(Profile.WS), request).subprotocols());
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: a"),
                    400,
                    "Invalid Sec-WebSocket-Protocol header");
        }

        @Test
        @DisplayName("SEMANTICS 1.1-16, 1B.1-03, DECISIONS: the choice by profile")
        void choice() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Protocol: a, b, c");
            assertEquals("a", accepted(server(Profile.WS), request).chooseSubprotocol(null));
            assertEquals("", accepted(server(Profile.FAYE), request).chooseSubprotocol(null));
            assertEquals("", accepted(server(Profile.JAKARTA), request).chooseSubprotocol(null));
            for (Profile profile : Profile.values()) {
                Proposal proposal = accepted(server(profile), request);
                assertEquals("b", proposal.chooseSubprotocol(List.of("c", "x", "b")), "the client's order");
                assertEquals("", proposal.chooseSubprotocol(List.of("A")));
                assertEquals("", proposal.chooseSubprotocol(List.of()));
                assertEquals("", accepted(server(profile), Requests.with()).chooseSubprotocol(null));
            }
        }

        @Test
        @Timeout(60)
        @DisplayName("CVE-2021-32640: tokens and spaces are read in one pass")
        void linear() {
            String blanks = "a" + " ".repeat(400_000) + "b";
            refusedByAll(
                    Requests.with("Sec-WebSocket-Protocol: " + blanks), 400, "Invalid Sec-WebSocket-Protocol header");
            String commas = "a," + " ,".repeat(200_000);
            accepted(server(Profile.JAKARTA), Requests.with("Sec-WebSocket-Protocol: " + commas));
            StringBuilder many = new StringBuilder("x");
            for (int i = 0; i < 50_000; i++) {
                many.append(", t").append(i);
            }
            accepted(server(Profile.WS), Requests.with("Sec-WebSocket-Protocol: " + many));
        }
    }

    @Nested
    class Extensions {
        private static final String BODY = "Invalid or unacceptable Sec-WebSocket-Extensions header";

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "permessage-deflate; server_max_window_bits=7",
                    "permessage-deflate; server_max_window_bits=16",
                    "permessage-deflate; server_max_window_bits=08",
                    "permessage-deflate; x",
                    "permessage-deflate; x, permessage-deflate"
                })
        @DisplayName(
                "CVE-2026-2229, SEMANTICS 1.4-08, DECISIONS: an unusable offer is 400 under ws and declined elsewhere")
        void unusable(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: " + value);
            refused(deflating(Profile.WS), request, 400, BODY);
            for (Profile profile : new Profile[] {Profile.FAYE, Profile.JAKARTA}) {
                NegotiatedExtensions negotiated =
                        accepted(deflating(profile), request).extensions();
                assertEquals(value.contains(",") ? 1 : 0, negotiated.agreed().size());
            }
        }

        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "permessage-deflate; server_max_window_bits=",
                    "permessage-deflate; server_max_window_bits=\"\"",
                    "a;"
                })
        @DisplayName("SEMANTICS 1.4-08: a malformed header is 400; ws does not look without extensions of its own")
        void malformed(String value) {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: " + value);
            for (Profile profile : Profile.values()) {
                refused(deflating(profile), request, 400, BODY);
            }
            accepted(server(Profile.WS), request);
            refused(server(Profile.FAYE), request, 400, BODY);
            refused(server(Profile.JAKARTA), request, 400, BODY);
        }

        @Test
        @DisplayName("2017-11-08 (ws): unknown names are ignored, 101 without the header")
        void unknown() {
            OpeningRequest request = Requests.with("Sec-WebSocket-Extensions: constructor; __proto__, toString");
            for (Profile profile : Profile.values()) {
                Proposal proposal = accepted(deflating(profile), request);
                assertEquals(List.of(), proposal.extensions().agreed());
                assertEquals(2, proposal.extensionOffers().size());
                assertEquals(
                        List.of(),
                        Headers.of(proposal.accept("", List.of()).headers()).values("Sec-WebSocket-Extensions"));
            }
        }

        @Test
        @DisplayName("An application may choose other extensions than the server")
        void chosen() {
            Proposal proposal =
                    accepted(deflating(Profile.JAKARTA), Requests.with("Sec-WebSocket-Extensions: permessage-deflate"));
            assertEquals(List.of("permessage-deflate"), proposal.extensions().names());
            Acceptance acceptance =
                    proposal.withExtensions(NegotiatedExtensions.NONE).accept("", List.of());
            assertEquals(NegotiatedExtensions.NONE, acceptance.extensions());
            assertEquals(1, acceptance.headers().size());
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
