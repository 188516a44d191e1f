// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import java.util.function.Consumer;

/** A server on a port of its own (ws: simple server): says something, and tells what it hears. */
public final class SimpleServer {
    private SimpleServer() {}

    /**
     * The server; {@code start()} makes it listen.
     *
     * @param port 8080 in the README; 0 is a free one, which {@code address()} tells
     */
    public static WebSocketServer create(int port, Consumer<String> console) {
        WebSocketServer server =
                new WebSocketServer(WebSocketServerOptions.builder().port(port).build());
        server.onConnection((socket, request) -> {
            socket.onMessage((from, message) -> console.accept("received: " + message.text()));
            socket.send("something");
        });
        return server;
    }
}
