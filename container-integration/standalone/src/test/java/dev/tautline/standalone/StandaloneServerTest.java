// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.ServerState;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.TestCertificate;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code WebSocketServer} on a port of its own. */
class StandaloneServerTest {
    @Test
    @DisplayName("1.1-01 1.2-01 1.2-07 port 0 is a free port; address() and listening tell of it")
    void listens() throws Exception {
        try (Echo echo = new Echo()) {
            assertEquals(List.of("listening"), echo.events());
            try (WireClient client = WireRequest.webSocket(echo.base(), "/").open()) {
                assertEquals("hello", client.sendText("hello").text());
                client.sendBinary(new byte[] {1, 2, 3});
                assertEquals(3, client.message().payload().length);
                assertEquals("jetty-channel", echo.transportName());
                client.closeCleanly();
            }
        }
    }

    @Test
    @DisplayName("1.4-01 plain HTTP gets 426 as text, without Upgrade, and the connection stays")
    void plainHttp() throws Exception {
        try (Echo echo = new Echo()) {
            HttpAnswer answer = WireRequest.get(echo.base(), "/any?x")
                    .header("Connection", null)
                    .exchange();
            assertEquals(426, answer.status());
            assertEquals("Upgrade Required", answer.body());
            assertEquals("text/plain", answer.header("Content-Type"));
            assertEquals("16", answer.header("Content-Length"));
            assertNull(answer.header("Upgrade"));
            assertNull(answer.header("Connection"));
        }
    }

    @Test
    @DisplayName("1.4-03 1.4-04 1.4-05 1.4-06 broken handshakes and other paths get 400, in the order of ws")
    void refusals() throws Exception {
        try (Echo echo = new Echo(options -> options.path("/chat"))) {
            refused(echo, "/chat", "Upgrade", "foo", "Invalid Upgrade header");
            refused(echo, "/other", "Upgrade", "foo", "Invalid Upgrade header");
            refused(echo, "/other", "Sec-WebSocket-Key", "short", "Missing or invalid Sec-WebSocket-Key header");
            refused(echo, "/other", "Sec-WebSocket-Version", "12", "Missing or invalid Sec-WebSocket-Version header");
            refused(echo, "/other", "X-Nothing", "wrong", "Bad Request");
            refused(echo, "/chat/", "X-Nothing", "wrong", "Bad Request");
            refused(echo, "/ch%61t", "X-Nothing", "wrong", "Bad Request");
            try (WireClient client =
                    WireRequest.webSocket(echo.base(), "/chat?room=1").open()) {
                assertEquals("x", client.sendText("x").text());
            }
        }
    }

    private static void refused(Echo echo, String path, String header, String value, String body) {
        HttpAnswer answer =
                WireRequest.webSocket(echo.base(), path).header(header, value).exchange();
        assertEquals(400, answer.status(), answer.body());
        assertEquals(body, answer.body());
        assertEquals("close", answer.header("Connection"));
        assertEquals("text/html", answer.header("Content-Type"));
    }

    @Test
    @DisplayName("1.14-04 TLS")
    void tls() throws Exception {
        try (Echo echo = new Echo(options -> options.tls(TestCertificate.sslContext()));
                WireClient client = WireRequest.webSocket(echo.base(), "/").open()) {
            assertEquals("hello", client.sendText("hello").text());
            assertEquals("jetty-endpoint", echo.transportName());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("1B.1-13 hixie-76, the challenge with the header and behind the answer")
    void drafts() throws Exception {
        String body = "^n:ds[4U";
        String hello = "\0hello\u00ff";
        try (Echo echo = new Echo(options -> options.allowDrafts(true))) {
            for (String early : List.of(body + hello, "")) {
                try (WireClient client = WireRequest.webSocket(echo.base(), "/")
                        .header("Upgrade", "WebSocket")
                        .header("Sec-WebSocket-Key", null)
                        .header("Sec-WebSocket-Version", null)
                        .header("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                        .header("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00")
                        .early(early.getBytes(StandardCharsets.ISO_8859_1))
                        .open(101)) {
                    assertEquals("WebSocket", client.answer().header("Upgrade"));
                    if (early.isEmpty()) {
                        client.send((body + hello).getBytes(StandardCharsets.ISO_8859_1));
                    }
                    String expected = "8jKS'y:G*Co,Wxa-" + hello;
                    assertEquals(expected, new String(client.bytes(expected.length()), StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    @Test
    @DisplayName("1.1-02 1.2-04 an address that is taken fails start and is told as error")
    void addressInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder()
                    .port(taken.getLocalPort())
                    .host("127.0.0.1")
                    .build());
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            server.onError(told::complete);
            CompletionException failure = assertThrows(
                    CompletionException.class,
                    () -> Await.result("start", server.start().toCompletableFuture()));
            assertInstanceOf(IOException.class, failure.getCause());
            assertInstanceOf(IOException.class, Await.result("error", told));
        }
    }

    @Test
    @DisplayName("1.2-09 close takes no more connections and ends when the last socket has closed")
    void close() throws Exception {
        try (Echo echo = new Echo();
                WireClient client = WireRequest.webSocket(echo.base(), "/").open()) {
            assertEquals("open", client.sendText("open").text());
            CompletableFuture<Void> closed = echo.server().close().toCompletableFuture();
            assertEquals(ServerState.CLOSING, echo.server().state());
            // The kernel lets the address go when the acceptor has left it, a moment later.
            Await.until("connections are refused", () -> isRefused(echo.base().getPort()));
            assertEquals("still here", client.sendText("still here").text());
            client.closeCleanly();
            Await.result("the server has closed", closed);
            assertEquals(List.of("listening", "close"), echo.events());
            assertNull(echo.server().address());
            assertThrows(
                    CompletionException.class,
                    () -> Await.result("close again", echo.server().close().toCompletableFuture()));
        }
    }

    private static boolean isRefused(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @DisplayName("1.2-09 shutdown says goodbye and leaves no threads behind")
    void shutdown() throws Exception {
        try (Echo echo = new Echo();
                WireClient client = WireRequest.webSocket(echo.base(), "/").open()) {
            assertEquals("open", client.sendText("open").text());
            CompletableFuture<Void> ended =
                    echo.server().shutdown(Duration.ofSeconds(30)).toCompletableFuture();
            assertEquals(1001, client.closeFrame().closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            Await.result("shutdown", ended);
        }
        Await.until("our threads have ended", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("tautline-")));
    }
}
