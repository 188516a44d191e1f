// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The README of faye-websocket, server and client against each other. */
class FayeRecipesTest {
    private final BlockingQueue<String> atServer = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> atClient = new LinkedBlockingQueue<>();

    private RecipeServer server() throws Exception {
        return RecipeServer.withFilters(Map.of("/*", new FayeServer(atServer::add)));
    }

    @Test
    @DisplayName(
            "1B.1-01 1B.1-03 1B.1-09 1B.2-01 1B.2-02 server and client: hello, an agreed subprotocol, the close event at both ends")
    void serverAndClient() throws Exception {
        try (RecipeServer http = server()) {
            WebSocket client = FayeClient.connect(http.uri("/").toString(), List.of("amqp", "irc"), atClient::add);
            assertEquals("open 101 amqp", Peer.take(atClient));
            assertEquals("message Hello, world!", Peer.take(atClient));
            assertTrue(client.headers().containsKey("Sec-WebSocket-Accept"));
            assertEquals("hybi-13", client.version());
            client.close(3000, "done");
            assertEquals("close 3000 done", Peer.take(atClient));
            assertEquals("close 3000 done", Peer.take(atServer));
        }
    }

    @Test
    @DisplayName("1B.1-03 without a common subprotocol there is none, and the socket opens all the same")
    void noSubprotocol() throws Exception {
        try (RecipeServer http = server()) {
            FayeClient.connect(http.uri("/").toString(), List.of("mqtt"), atClient::add);
            assertEquals("open 101 ", Peer.take(atClient));
        }
    }

    @Test
    @DisplayName("1B.1-01 what asks for no WebSocket is somebody else's")
    void plainHttp() throws Exception {
        try (RecipeServer http = server()) {
            HttpRequest plain = HttpRequest.newBuilder(http.page("/nothing")).build();
            assertEquals(
                    404,
                    HttpClient.newHttpClient()
                            .send(plain, BodyHandlers.discarding())
                            .statusCode());
        }
    }

    @Test
    @DisplayName("1B.1-08 a ping tells of its own pong, and of nothing once the socket is closed")
    void micCheck() throws Exception {
        try (RecipeServer http = server()) {
            WebSocket client = FayeClient.connect(http.uri("/").toString(), List.of(), atClient::add);
            Peer.result(client.opened());
            CompletableFuture<Void> answered = new CompletableFuture<>();
            assertTrue(FayeClient.micCheck(client, () -> answered.complete(null)));
            Peer.result(answered);
            client.close();
            Peer.result(client.closed());
            CompletableFuture<Void> late = new CompletableFuture<>();
            assertEquals(false, FayeClient.micCheck(client, () -> late.complete(null)));
            assertFalse(late.isDone());
        }
    }

    @Test
    @DisplayName("1B.1-04 1B.1-05 1B.1-06 initialization options of both ends")
    void options() throws Exception {
        BlockingQueue<String> agents = new LinkedBlockingQueue<>();
        try (RecipeServer http = RecipeServer.with(host -> new WebSocketServer(FayeOptions.server(host))
                .onConnection((socket, request) -> {
                    agents.addAll(request.headers("User-Agent"));
                    socket.onMessage(WebSocket::send);
                    socket.onClose((from, event) -> atServer.add("close " + event.code()));
                })
                .start())) {
            WebSocket client = WebSocket.connect(
                    http.uri("/").toString(),
                    List.of(),
                    FayeOptions.client(),
                    socket -> socket.onMessage((from, message) -> atClient.add(message.text())));
            assertEquals("tautline", Peer.take(agents));
            Peer.result(client.opened());
            assertEquals(List.of("tautline"), client.headers().get("X-Served-By"));
            assertEquals("permessage-deflate", client.extensions());
            String most = "a".repeat(1 << 20);
            client.send(most);
            assertEquals(most, Peer.take(atClient));
            client.send(most + "a");
            assertEquals("close 1009", Peer.take(atServer));
            assertEquals(Duration.ofSeconds(15), FayeOptions.client().heartbeat());
        }
    }

    @Test
    @DisplayName(
            "1B.3-03 1B.3-04 1B.3-06 1B.3-07 1B.3-09 notifications: any origin, 10 s, an event with a type and an id, not sent twice")
    void notifications() throws Exception {
        try (RecipeServer http = RecipeServer.withServlet("/news", new Notifications())) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(http.page("/news")).header("Accept", "text/event-stream");
            assertEquals(
                    List.of("retry: 10000", "", "event: notification", "id: 99", "data: Breaking News!", "", ":"),
                    lines(request.build(), 7));
            assertEquals(
                    List.of("retry: 10000", "", ":"),
                    lines(request.header("Last-Event-ID", "99").build(), 3));
            HttpRequest plain = HttpRequest.newBuilder(http.page("/news")).build();
            assertEquals(
                    406,
                    HttpClient.newHttpClient()
                            .send(plain, BodyHandlers.discarding())
                            .statusCode());
        }
    }

    private static List<String> lines(HttpRequest request, int count) throws IOException, InterruptedException {
        HttpResponse<java.io.InputStream> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElse("none"));
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            while (lines.size() < count) {
                lines.add(reader.readLine());
            }
        }
        return lines;
    }
}
