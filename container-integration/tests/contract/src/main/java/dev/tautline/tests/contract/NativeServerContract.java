// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.Verdict;
import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.NativeServers;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import dev.tautline.tests.contract.wire.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Servers of the native API inside an application: joined to it, or handed its requests by a servlet or a filter. */
interface NativeServerContract extends Contract {
    @Test
    @DisplayName("1.1-01 1.1-04 1.12-05 a server with a path lives beside annotated endpoints on the same server")
    default void aServerBesideEndpoints() throws Exception {
        try (WireClient socket = site().open("/native");
                WireClient endpoint = site().open("/echo")) {
            assertEquals("hello", socket.sendText("hello").text());
            assertEquals("there", endpoint.sendText("there").text());
            byte[] bytes = {1, 2, 3};
            assertArrayEquals(bytes, socket.sendBinary(bytes).message().binary());
            socket.closeCleanly();
            endpoint.closeCleanly();
        }
        assertEquals(404, site().webSocket("/native/").exchange().status());
        assertEquals(404, site().webSocket("/native;v=1").exchange().status());
    }

    @Test
    @DisplayName("1.2-12 bytes that come with the handshake are not lost")
    default void earlyBytes() throws Exception {
        try (WireClient client =
                site().webSocket("/native").early(Frames.text("early", true)).open()) {
            assertEquals("early", client.text());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("1.5 permessage-deflate is negotiated and used")
    default void deflates() throws Exception {
        String text = "0123456789".repeat(1000);
        try (WireClient client = site().webSocket("/native").deflate().open()) {
            assertEquals("permessage-deflate", client.answer().header("Sec-WebSocket-Extensions"));
            client.sendDeflated(WireFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
            assertEquals(text, client.text());
            client.closeCleanly();
        }
    }

    private static void expect(int status, String body, HttpAnswer answer) {
        assertEquals(status + " " + body, answer.status() + " " + answer.body());
        // A container may add a charset.
        assertTrue(String.valueOf(answer.header("Content-Type")).startsWith("text/html"), answer.toString());
        assertEquals(Integer.toString(body.length()), answer.header("Content-Length"));
        assertEquals("close", answer.header("Connection"));
    }

    @Test
    @DisplayName("1.4-02 1.4-03 1.4-04 1.4-05 1.4-07 1.4-08 refusals have the words and fields of ws")
    default void refusals() throws Exception {
        HttpAnswer method = site().webSocket("/native")
                .method("POST")
                .header("Content-Length", "0")
                .exchange();
        expect(405, "Invalid HTTP method", method);
        assertNull(method.header("Allow"));
        expect(
                400,
                "Invalid Upgrade header",
                site().webSocket("/native").header("Upgrade", "foo, websocket").exchange());
        expect(
                400,
                "Missing or invalid Sec-WebSocket-Key header",
                site().webSocket("/native").header("Sec-WebSocket-Key", "short").exchange());
        HttpAnswer version =
                site().webSocket("/native").header("Sec-WebSocket-Version", "7").exchange();
        expect(400, "Missing or invalid Sec-WebSocket-Version header", version);
        assertEquals("13, 8", version.header("Sec-WebSocket-Version"));
        expect(
                400,
                "Invalid Sec-WebSocket-Protocol header",
                site().webSocket("/native")
                        .header("Sec-WebSocket-Protocol", "a,,b")
                        .exchange());
        expect(
                400,
                "Invalid or unacceptable Sec-WebSocket-Extensions header",
                site().webSocket("/native")
                        .header("Sec-WebSocket-Extensions", "permessage-deflate; unknown")
                        .exchange());
        expect(
                403,
                "Forbidden",
                site().webSocket("/native")
                        .header("Origin", "http://evil.example")
                        .exchange());
    }

    private static CompletableFuture<Verdict> awaitVerdict() {
        List<CompletableFuture<Verdict>> asked = new ArrayList<>();
        Await.until("verifyClient is asked", () -> {
            CompletableFuture<Verdict> next = NativeServers.takeVerdict();
            if (next != null) {
                asked.add(next);
            }
            return !asked.isEmpty();
        });
        return asked.get(0);
    }

    /** A handshake that waits for its verdict on a thread of its own. */
    private static CompletableFuture<HttpAnswer> exchangeMeanwhile(WireRequest request) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(request.exchange());
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                },
                "wire-exchange");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    @Test
    @DisplayName("1.3-02 1.4-09 a verdict may take its time, in an application and in a servlet")
    default void verdictsTakeTheirTime() throws Exception {
        for (WireRequest request : List.of(
                site().webSocket("/native/verified"),
                site().webSocket("/native/filter").header("Wait", "yes"),
                site().webSocket("/native/servlet/room").header("User", "ada").header("Wait", "yes"))) {
            CompletableFuture<HttpAnswer> refused = exchangeMeanwhile(request);
            awaitVerdict().complete(Verdict.refuse(429, "Slow down", Map.of("Retry-After", "5")));
            HttpAnswer answer = Await.result("the refusal", refused);
            expect(429, "Slow down", answer);
            assertEquals("5", answer.header("Retry-After"));
            CompletableFuture<HttpAnswer> accepted = exchangeMeanwhile(request);
            awaitVerdict().complete(Verdict.accept());
            assertEquals(101, Await.result("the acceptance", accepted).status());
        }
    }

    @Test
    @DisplayName("1.2-10 1.14-01 a servlet authenticates, refuses as it likes, and hands the identity on")
    default void servlet() throws Exception {
        HttpAnswer unpaid = site().webSocket("/native/servlet/room").exchange();
        assertEquals("402 Pay first", unpaid.status() + " " + unpaid.body());
        assertEquals("2 pence", unpaid.header("X-Price"));
        HttpAnswer nowhere =
                site().webSocket("/native/servlet/attic").header("User", "ada").exchange();
        assertEquals("404 No such room", nowhere.status() + " " + nowhere.body());
        expect(
                400,
                "Invalid Upgrade header",
                WireRequest.get(site().base(), "/native/servlet/room")
                        .header("User", "ada")
                        .header("Strange", "yes")
                        .exchange());
        assertEquals(
                "no WebSocket",
                WireRequest.get(site().base(), "/native/servlet/room")
                        .exchange()
                        .body());
        try (WireClient client = site().webSocket("/native/servlet/room?a=b")
                .header("User", "ada")
                .open()) {
            assertEquals("ada", client.sendText("who").text());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("1.2-10 a filter hands requests over too")
    default void filter() throws Exception {
        try (WireClient client = site().open("/native/filter")) {
            assertEquals("nobody", client.sendText("who").text());
            client.closeCleanly();
        }
        expect(
                400,
                "Missing or invalid Sec-WebSocket-Version header",
                site().webSocket("/native/filter")
                        .header("Sec-WebSocket-Version", "7")
                        .exchange());
    }

    @Test
    @DisplayName("1.2-02 the request stays usable, with what the application's filters made of it")
    default void requestsOutliveTheHandshake() throws Exception {
        try (WireClient client = site().webSocket("/native?x=%20y")
                .header("Cookie", "a=b")
                .header("Authorization", "Bearer ada")
                .open()) {
            assertEquals("/native /native x=%20y", client.sendText("where").text());
            assertEquals("a=b", client.sendText("cookie").text());
            assertEquals("ada", client.sendText("user").text());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("1.2-05 the servers end with the application, their sockets with 1001")
    default void serversEndWithTheApplication() throws Exception {
        Site site = start(application());
        WireClient joined = site.open("/native");
        WireClient handed =
                site.webSocket("/native/servlet/room").header("User", "ada").open();
        assertEquals("hello", joined.sendText("hello").text());
        assertEquals("hello", handed.sendText("hello").text());
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(site::close, task -> new Thread(task).start());
        for (WireClient client : List.of(joined, handed)) {
            assertEquals(1001, client.closeFrame().closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            client.close();
        }
        Await.result("the container has stopped", stopped);
        assertEquals(Collections.nCopies(4, "close CLOSED"), NativeServers.told());
        assertTrue(NativeServers.takeVerdict() == null);
    }
}
