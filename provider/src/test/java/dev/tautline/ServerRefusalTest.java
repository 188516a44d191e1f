// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.3 and 1.4: who is refused, in which order and with which words. */
class ServerRefusalTest {
    private final MemoryHost host = new MemoryHost();

    private UpgradeAnswer handled(WebSocketServer server, MemoryRequest request) throws Exception {
        MemoryExchange exchange = new MemoryExchange(host.runtime, request);
        server.handleUpgrade(exchange, (socket, ignored) -> {});
        return Objects.requireNonNull(exchange.answer);
    }

    private static void expect(int status, String body, UpgradeAnswer answer) {
        assertEquals(status + " " + body, answer.status() + " " + answer.body());
        assertEquals(List.of("close"), MemoryClient.values(answer, "Connection"));
        assertEquals(List.of("text/html"), MemoryClient.values(answer, "Content-Type"));
        assertEquals(List.of(Integer.toString(answer.body().length())), MemoryClient.values(answer, "Content-Length"));
    }

    /** Everything is wrong; each check is put right in turn, so that the order shows. */
    @Test
    @DisplayName(
            "1.4-02 1.4-03 1.4-04 1.4-05 1.4-06 1.4-07 1.4-08 1.4-09 the checks come in the order of ws, with its words")
    void order() throws Exception {
        WebSocketServer server = host.server(
                options -> options.path("/a").perMessageDeflate(true).verifyClient(info -> false));
        MemoryRequest request = MemoryRequest.get("/a/")
                .method("POST")
                .with("Upgrade", "foo, websocket")
                .with("Sec-WebSocket-Key", "short")
                .with("Sec-WebSocket-Version", "7")
                .with("Sec-WebSocket-Protocol", "a,,b")
                .with("Sec-WebSocket-Extensions", "permessage-deflate; unknown");
        UpgradeAnswer method = handled(server, request);
        expect(405, "Invalid HTTP method", method);
        assertEquals(List.of(), MemoryClient.values(method, "Allow"));
        expect(400, "Invalid Upgrade header", handled(server, request.method("GET")));
        expect(
                400,
                "Missing or invalid Sec-WebSocket-Key header",
                handled(server, request.with("Upgrade", "WebSocket")));
        UpgradeAnswer version = handled(server, request.with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        expect(400, "Missing or invalid Sec-WebSocket-Version header", version);
        assertEquals(List.of("13, 8"), MemoryClient.values(version, "Sec-WebSocket-Version"));
        expect(400, "Bad Request", handled(server, request.with("Sec-WebSocket-Version", "8")));
        WebSocketServer everywhere =
                host.server(options -> options.perMessageDeflate(true).verifyClient(info -> false));
        expect(400, "Invalid Sec-WebSocket-Protocol header", handled(everywhere, request));
        expect(
                400,
                "Invalid or unacceptable Sec-WebSocket-Extensions header",
                handled(everywhere, request.with("Sec-WebSocket-Protocol", "a,b")));
        expect(401, "Unauthorized", handled(everywhere, request.with("Sec-WebSocket-Extensions")));
    }

    @ParameterizedTest
    @DisplayName("1.4-03 Upgrade is exactly websocket, in any case")
    @CsvSource({"websocket, 101", "WebSocket, 101", "'websocket, foo', 400", "websockets, 400"})
    void upgrade(String value, int status) throws Exception {
        assertEquals(
                status,
                handled(host.server(options -> options), MemoryRequest.get("/").with("Upgrade", value))
                        .status());
    }

    @ParameterizedTest
    @DisplayName("1.4-04 the key is 22 characters of base64 and ==")
    @CsvSource({
        "dGhlIHNhbXBsZSBub25jZQ==, 101",
        "+/hlIHNhbXBsZSBub25jZQ==, 101",
        "dGhlIHNhbXBsZSBub25jZQ=, 400",
        "dGhlIHNhbXBsZSBub25jZ===, 400",
        "dGhlIHNhbXBsZSBub25jZQQ==, 400",
        "dGhlIHNhbXBsZSBub2-jZQ==, 400"
    })
    void key(String value, int status) throws Exception {
        assertEquals(
                status,
                handled(host.server(options -> options), MemoryRequest.get("/").with("Sec-WebSocket-Key", value))
                        .status());
    }

    @ParameterizedTest
    @DisplayName("1.4-05 the versions of each profile, and what refuses the others")
    @CsvSource({
        "WS, 13, 101,",
        "WS, 8, 101,",
        "WS, 7, 400, '13, 8'",
        "WS, 14, 400, '13, 8'",
        "FAYE, 13, 101,",
        "FAYE, 8, 400,",
        "JAKARTA, 13, 101,",
        "JAKARTA, 8, 426, 13"
    })
    void version(Profile profile, String version, int status, String listed) throws Exception {
        UpgradeAnswer answer =
                handled(host.server(profile), MemoryRequest.get("/").with("Sec-WebSocket-Version", version));
        assertEquals(status, answer.status());
        assertEquals(
                listed == null ? List.of() : List.of(listed), MemoryClient.values(answer, "Sec-WebSocket-Version"));
    }

    @Test
    @DisplayName("1.4 Connection must name upgrade")
    void connection() throws Exception {
        expect(
                400,
                "Invalid Connection header",
                handled(host.server(options -> options), MemoryRequest.get("/").with("Connection", "keep-alive")));
    }

    @ParameterizedTest
    @DisplayName("1.4-07 subprotocols are tokens, each named once")
    @CsvSource({"'a, b', 101", "'a, a', 400", "'a b', 400", "',a', 400", "'a,', 400", "'', 400"})
    void subprotocols(String value, int status) throws Exception {
        assertEquals(
                status,
                handled(host.server(options -> options), MemoryRequest.get("/").with("Sec-WebSocket-Protocol", value))
                        .status());
    }

    @ParameterizedTest
    @DisplayName("1.4-08 extensions are only looked at where permessage-deflate is on; unknown ones are ignored")
    @CsvSource({
        "false, 'permessage-deflate; unknown', 101",
        "false, ';;;', 101",
        "true, ';;;', 400",
        "true, foo, 101",
        "true, 'foo, permessage-deflate; server_max_window_bits=16', 400"
    })
    void extensions(boolean on, String value, int status) throws Exception {
        WebSocketServer server = host.server(options -> options.perMessageDeflate(on));
        assertEquals(
                status,
                handled(server, MemoryRequest.get("/").with("Sec-WebSocket-Extensions", value))
                        .status());
    }

    @Test
    @DisplayName("1.3-01 1.1-15 a client that verifyClient does not want gets 401")
    void verifyClient() throws Exception {
        List<VerifyInfo> asked = new ArrayList<>();
        WebSocketServer server = host.server(options -> options.verifyClient(info -> {
            asked.add(info);
            return info.request().headers("Who").contains("ada");
        }));
        expect(401, "Unauthorized", handled(server, MemoryRequest.get("/")));
        assertEquals(
                101, handled(server, MemoryRequest.get("/").with("Who", "ada")).status());
        assertEquals(2, asked.size());
    }

    @Test
    @DisplayName("1.3-02 a verdict comes later, with status, body and fields of its own")
    void verifyLater() {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        host.server(options -> options.verifyClientAsync(info -> verdict));
        MemoryRequest request = MemoryRequest.get("/");
        CompletableFuture<UpgradeAnswer> answer = host.ask(request);
        assertFalse(answer.isDone());
        verdict.complete(Verdict.refuse(429, "Slow down", Map.of("Retry-After", "5")));
        expect(429, "Slow down", answer.join());
        assertEquals(List.of("5"), MemoryClient.values(answer.join(), "Retry-After"));
    }

    @Test
    @DisplayName("1.3-02 the defaults of a verdict are 401 and the status's own phrase")
    void verdictDefaults() {
        assertEquals(401, Verdict.refuse().code());
        host.server(
                options -> options.verifyClientAsync(info -> CompletableFuture.completedFuture(Verdict.refuse(403))));
        expect(403, "Forbidden", host.refusal(MemoryRequest.get("/")));
        assertThrows(IllegalArgumentException.class, () -> Verdict.refuse(200));
    }

    @Test
    @DisplayName("1.3-02 a verdict that fails opens nothing")
    void failedVerdict() {
        host.server(options -> options.verifyClientAsync(
                info -> CompletableFuture.failedFuture(new IllegalStateException("as told"))));
        assertThrows(CompletionException.class, () -> host.ask(MemoryRequest.get("/"))
                .join());
    }

    @Test
    @DisplayName("1.3-03 the origin comes from the field that the version has, secure from TLS")
    void verifyInfo() {
        List<VerifyInfo> asked = new ArrayList<>();
        host.server(options -> options.anyOrigin().verifyClient(info -> asked.add(info)));
        host.open();
        host.open(MemoryRequest.get("/").with("Origin", "https://a.example").secure());
        host.open(MemoryRequest.get("/")
                .with("Sec-WebSocket-Version", "8")
                .with("Origin", "https://a.example")
                .with("Sec-WebSocket-Origin", "https://b.example"));
        assertNull(asked.get(0).origin());
        assertFalse(asked.get(0).secure());
        assertEquals("https://a.example", asked.get(1).origin());
        assertEquals(true, asked.get(1).secure());
        assertEquals("https://b.example", asked.get(2).origin());
        assertEquals("/", asked.get(2).request().path());
    }

    @Test
    @DisplayName("a foreign origin is refused unless it is allowed")
    void origins() throws Exception {
        MemoryRequest request = MemoryRequest.get("/").with("Origin", "https://a.example");
        expect(403, "Forbidden", handled(host.server(options -> options), request));
        WebSocketServer allowing = host.server(options -> options.origins(List.of("https://a.example")));
        assertEquals(101, handled(allowing, request).status());
    }
}
