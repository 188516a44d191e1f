// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** A server on a free port, for the clients. */
final class LocalServer implements AutoCloseable {
    private final WebSocketServer server;
    private final String scheme;

    private LocalServer(WebSocketServer server, String scheme) throws Exception {
        this.server = server;
        this.scheme = scheme;
        Peer.result(server.start());
    }

    static LocalServer with(WebSocketServer.ConnectionListener connected) throws Exception {
        WebSocketServerOptions options = WebSocketServerOptions.builder()
                .port(0)
                .host("127.0.0.1")
                .perMessageDeflate(true)
                .anyOrigin()
                .build();
        return new LocalServer(new WebSocketServer(options).onConnection(connected), "ws");
    }

    static LocalServer with(SSLContext tls, WebSocketServer.ConnectionListener connected) throws Exception {
        WebSocketServerOptions options = WebSocketServerOptions.builder()
                .port(0)
                .host("127.0.0.1")
                .tls(tls)
                .build();
        return new LocalServer(new WebSocketServer(options).onConnection(connected), "wss");
    }

    static LocalServer of(WebSocketServer server) throws Exception {
        return new LocalServer(server, "ws");
    }

    String address() {
        return scheme + "://127.0.0.1:" + ((InetSocketAddress) Objects.requireNonNull(server.address())).getPort()
                + "/";
    }

    @Override
    public void close() {
        var unused =
                server.shutdown(Duration.ofSeconds(30)).toCompletableFuture().join();
    }
}
