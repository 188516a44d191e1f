// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Servers on Jetty: on a port of their own and on an HTTPS server. */
class ServerRecipesTest {
    private final BlockingQueue<String> console = new LinkedBlockingQueue<>();

    @Test
    @DisplayName("1.1-01 the simple server")
    void simpleServer() throws Exception {
        try (LocalServer server = LocalServer.of(SimpleServer.create(0, console::add))) {
            Peer peer = Peer.open(URI.create(server.address()));
            assertEquals("something", peer.text());
            peer.send("hello");
            assertEquals("received: hello", Peer.take(console));
        }
    }

    @Test
    @DisplayName("1.14-04 an external HTTPS server")
    void httpsServer() throws Exception {
        BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
        Server https =
                HttpsServer.create(TestCertificate.keyStore(), TestCertificate.PASSWORD, 0, host -> new WebSocketServer(
                                WebSocketServerOptions.builder().server(host).build())
                        .onConnection((socket, request) -> {
                            sockets.add(socket);
                            socket.onMessage((from, message) -> from.send("received: " + message.text()));
                            socket.send("something");
                        })
                        .start());
        https.start();
        try {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(TestCertificate.sslContext())
                    .build();
            String authority = "127.0.0.1:" + ((ServerConnector) https.getConnectors()[0]).getLocalPort();
            Peer peer = Peer.open(client, URI.create("wss://" + authority + "/"));
            assertEquals("something", peer.text());
            assertEquals("received: hello", peer.send("hello").text());
            assertTrue(Peer.take(sockets).isSecure());
            HttpRequest plain = HttpRequest.newBuilder(URI.create("https://" + authority + "/"))
                    .build();
            assertEquals(404, client.send(plain, BodyHandlers.discarding()).statusCode());
        } finally {
            https.stop();
        }
    }
}
