// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import dev.tautline.ServerState;
import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.tests.contract.wire.Await;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A started echo on a free port of 127.0.0.1, and what it has seen. */
final class Echo implements AutoCloseable {
    private final BlockingQueue<WebSocket> sockets = new LinkedBlockingQueue<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final WebSocketServer server;
    private final URI base;

    Echo(UnaryOperator<WebSocketServerOptions.Builder> options) {
        WebSocketServerOptions.Builder builder =
                WebSocketServerOptions.builder().port(0).host("127.0.0.1");
        server = new WebSocketServer(options.apply(builder).build());
        server.onListening(() -> events.add("listening"));
        server.onClose(() -> events.add("close"));
        server.onConnection((socket, request) -> {
            socket.onMessage((from, message) -> from.send(message));
            sockets.add(socket);
        });
        Await.result("listening", server.start().toCompletableFuture());
        InetSocketAddress address = (InetSocketAddress) Objects.requireNonNull(server.address());
        String scheme = server.options().tls() == null ? "http" : "https";
        base = URI.create(scheme + "://127.0.0.1:" + address.getPort());
    }

    Echo() {
        this(options -> options);
    }

    WebSocketServer server() {
        return server;
    }

    URI base() {
        return base;
    }

    /** What the server's listeners were told. */
    List<String> events() {
        return List.copyOf(events);
    }

    /** The transport of the next socket, which no public method shows. */
    String transportName() throws Exception {
        WebSocket socket = sockets.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (socket == null) {
            throw new AssertionError("No connection in " + Await.DEADLINE.toSeconds() + " s");
        }
        Method state = WebSocket.class.getDeclaredMethod("state");
        state.setAccessible(true);
        ConnectionHolder holder = (ConnectionHolder) state.invoke(socket);
        return Objects.requireNonNull(holder.connection()).transportName();
    }

    @Override
    public void close() {
        if (server.state() != ServerState.CLOSED) {
            Await.result("shutdown", server.shutdown(Duration.ofSeconds(10)).toCompletableFuture());
        }
    }
}
