// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.Broadcast;
import dev.tautline.HttpHost;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import dev.tautline.spec.Profile;
import dev.tautline.spec.SlowConsumerPolicy;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;

/**
 * Echo and room again, by the native API: one server for each path. As an initializer it joins them to a web application, behind the one
 * that deploys the annotated endpoints.
 */
public final class NativeServers implements ServletContainerInitializer {
    private static final long MAX_MESSAGE = 64L * 1024 * 1024;

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        HttpHost host = ServletHost.of(context);
        echo(host, "/echo-native");
        room(host, "/room-native");
    }

    /** Answers text with the same text and binary with the same bytes. */
    static void echo(HttpHost host, String path) {
        WebSocketServer server = server(host, path, SlowConsumerPolicy.BLOCK);
        server.onConnection((socket, request) -> socket.onMessage((from, message) -> from.send(message)));
        server.start();
    }

    /** Sends every message to every open socket, the sender's too. A receiver that is too slow loses messages, not the others. */
    static void room(HttpHost host, String path) {
        WebSocketServer server = server(host, path, SlowConsumerPolicy.FAIL);
        server.onConnection(
                (socket, request) -> socket.onMessage((from, message) -> Broadcast.send(server.clients(), message)));
        server.start();
    }

    private static WebSocketServer server(HttpHost host, String path, SlowConsumerPolicy policy) {
        return new WebSocketServer(WebSocketServerOptions.builder(Profile.JAKARTA)
                .server(host)
                .path(path)
                .maxPayload(MAX_MESSAGE)
                .perMessageDeflate(true)
                .slowConsumerPolicy(policy)
                .build());
    }
}
