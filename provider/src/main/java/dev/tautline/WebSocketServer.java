// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.handshake.Refusal;
import dev.tautline.internal.host.UpgradePerformer;
import dev.tautline.spec.UpgradeRequest;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server with the semantics of ws (SEMANTICS 1.1 to 1.4) or of faye-websocket: on a port of its own, on an HTTP server of the application's, or given
 * its requests one by one. Nothing happens before {@link #start}. Any thread may call any method.
 *
 * <pre>{@code
 * WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder().port(8080).build());
 * server.onConnection((socket, request) -> socket.onMessage((from, message) -> Broadcast.send(server.clients(), message)));
 * server.start();
 * }</pre>
 */
public class WebSocketServer {
    private static final System.Logger LOG = System.getLogger(WebSocketServer.class.getName());

    private final WebSocketServerOptions options;
    private final EventListeners listeners = new EventListeners();
    private final ServerSockets sockets = new ServerSockets();
    private final ServerLife life = new ServerLife(this);
    private final UpgradeResponder responder = new Responder();

    /** Told of a socket that is open, before anything is read from it; listeners are set here. */
    @FunctionalInterface
    public interface ConnectionListener {
        /**
         * A socket is open.
         *
         * @param request stays valid; its HTTP session and roles as long as the container keeps them
         */
        void onConnection(WebSocket socket, UpgradeRequest request);
    }

    /** Told of the header of a 101 before it is sent (ws 1.2-03). */
    @FunctionalInterface
    public interface HeadersListener {
        /** @param headers may be changed; without status line, {@code Upgrade} and {@code Connection} */
        void onHeaders(List<Map.Entry<String, String>> headers, UpgradeRequest request);
    }

    /** Told of failures of the HTTP server under this one, not of handshakes (ws 1.2-04). */
    @FunctionalInterface
    public interface ServerErrorListener {
        /** The HTTP server has failed. */
        void onError(Throwable error);
    }

    /** Answers handshakes that break the rules (405 and 400), instead of the server (ws 1.2-06). */
    @FunctionalInterface
    public interface WsClientErrorListener {
        /**
         * A handshake breaks the rules.
         *
         * @param error its message says which
         * @param exchange must be answered, now or later
         */
        void onWsClientError(WebSocketException error, UpgradeExchange exchange);
    }

    /** A server that {@link #start} brings to life. */
    public WebSocketServer(WebSocketServerOptions options) {
        this.options = options;
    }

    /** Sets the slot of the {@code connection} event. */
    public WebSocketServer onConnection(@Nullable ConnectionListener listener) {
        listeners.slot(ServerEvent.CONNECTION, listener);
        return this;
    }

    /** Sets the slot of the {@code headers} event. */
    public WebSocketServer onHeaders(@Nullable HeadersListener listener) {
        listeners.slot(ServerEvent.HEADERS, listener);
        return this;
    }

    /** Sets the slot of the {@code listening} event. */
    public WebSocketServer onListening(@Nullable Runnable listener) {
        listeners.slot(ServerEvent.LISTENING, listener);
        return this;
    }

    /** Sets the slot of the {@code error} event. */
    public WebSocketServer onError(@Nullable ServerErrorListener listener) {
        listeners.slot(ServerEvent.ERROR, listener);
        return this;
    }

    /** Sets the slot of the {@code close} event. */
    public WebSocketServer onClose(@Nullable Runnable listener) {
        listeners.slot(ServerEvent.CLOSE, listener);
        return this;
    }

    /** Sets the slot of the {@code wsClientError} event. */
    public WebSocketServer onWsClientError(@Nullable WsClientErrorListener listener) {
        listeners.slot(ServerEvent.WS_CLIENT_ERROR, listener);
        return this;
    }

    /** Adds a listener; one that was added before is not added again. */
    public <L> WebSocketServer addEventListener(ServerEvent<L> event, L listener) {
        listeners.add(event, listener, false, false);
        return this;
    }

    /** Removes a listener that was added; not one in a slot. */
    public <L> WebSocketServer removeEventListener(ServerEvent<L> event, L listener) {
        listeners.remove(event, listener);
        return this;
    }

    /**
     * Begins to take connections. With {@code noServer} there is nothing to begin.
     *
     * @return completes when connections are taken ({@code listening}); fails if the address can't be bound ({@code error})
     * @throws IllegalStateException if the server was started or closed before, or if {@code port} is given and the artifact
     *     {@code tautline-server} is not on the class path
     */
    public CompletionStage<WebSocketServer> start() {
        return life.start(responder);
    }

    /** Whether the request is this server's, by default by its {@code path} (ws 1.2-11). Subclasses may decide otherwise. */
    public boolean shouldHandle(UpgradeRequest request) {
        String path = options.path();
        // ws compares the request target as it came: what has path parameters (";a=b") is another path.
        return path == null
                || (path.equals(request.path())
                        && request.requestUri().getRawPath().endsWith(path));
    }

    /**
     * Performs the opening handshake of a request that the application holds (ws 1.2-10). The socket is open when {@code opened} is called; nothing is read
     * from it before that has returned. To treat it as one of this server's own, call {@link #emitConnection} there. A handshake that breaks
     * the rules is refused here.
     *
     * @throws IllegalStateException if the exchange has been answered, by this server or another
     * @throws IllegalArgumentException if the exchange was not made by Tautline
     */
    public void handleUpgrade(UpgradeExchange exchange, BiConsumer<WebSocket, UpgradeRequest> opened)
            throws IOException {
        if (!(exchange instanceof UpgradePerformer performer)) {
            throw new IllegalArgumentException("An exchange comes from dev.tautline.servlet.ServletUpgrades.exchange");
        }
        ServerHandshakes handshakes = life.handshakes(performer.runtime());
        performer.perform(responder, request -> handshakes.respond(request, opened));
    }

    /** Tells the {@code connection} listeners of a socket (ws: {@code server.emit('connection', ws, request)}). */
    public void emitConnection(WebSocket socket, UpgradeRequest request) {
        listeners.call(ServerEvent.CONNECTION, listener -> listener.onConnection(socket, request));
    }

    /**
     * The open sockets, a live view (ws 1.2-08).
     *
     * @throws IllegalStateException if {@code clientTracking} is off
     */
    public Set<WebSocket> clients() {
        if (!options.clientTracking()) {
            throw new IllegalStateException("clientTracking is off: the server keeps no set of its sockets");
        }
        return sockets.view();
    }

    /**
     * Where the server listens, {@code null} before {@link #start} has completed and after {@link #close} was called (ws 1.2-07).
     *
     * @throws IllegalStateException with {@code noServer}
     */
    public @Nullable SocketAddress address() {
        if (options.noServer()) {
            throw new IllegalStateException("The server is operating in \"noServer\" mode");
        }
        return life.address();
    }

    /** Where the server is in its life (ws 1.2-13). */
    public ServerState state() {
        return life.state();
    }

    /** How the server was configured. */
    public WebSocketServerOptions options() {
        return options;
    }

    /**
     * Takes no more connections (ws 1.2-09). Sockets that are open stay open: close them, or use {@link #shutdown}. A second call while the server is closing
     * waits for the same end.
     *
     * @return completes when the last socket and the HTTP server of a {@code port} have closed; fails with {@link IllegalStateException} ("The server is
     *     not running") if the server was closed already
     */
    public CompletionStage<Void> close() {
        return life.close();
    }

    /**
     * Takes no more connections, closes every socket with 1001 and terminates those that are still open after {@code deadline}.
     *
     * @return completes when nothing is left
     */
    public CompletionStage<Void> shutdown(Duration deadline) {
        return life.shutdown(deadline);
    }

    ServerSockets sockets() {
        return sockets;
    }

    EventListeners listeners() {
        return listeners;
    }

    /** Calls listeners that nobody can fail: what they throw is logged. */
    <L> void tell(ServerEvent<L> event, Consumer<L> call) {
        listeners.call(event, listener -> {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "A listener of the server's " + event + " event failed", e);
            }
        });
    }

    void tellHeaders(List<Map.Entry<String, String>> headers, UpgradeRequest request) {
        listeners.call(ServerEvent.HEADERS, listener -> listener.onHeaders(headers, request));
    }

    /** The answer to a handshake that breaks the rules: the {@code wsClientError} listener's if there is one. */
    CompletionStage<UpgradeAnswer> refuseBroken(Refusal refusal, UpgradeRequest request) {
        if (!listeners.has(ServerEvent.WS_CLIENT_ERROR)) {
            return CompletableFuture.completedFuture(ServerHandshakes.answer(refusal));
        }
        RefusedExchange exchange = new RefusedExchange(RequestSnapshot.of(request), options.profile());
        WebSocketException error = new WebSocketException("", refusal.body(), null);
        listeners.call(ServerEvent.WS_CLIENT_ERROR, listener -> listener.onWsClientError(error, exchange));
        return exchange.answer();
    }

    /** This server as the hosts of its requests see it. */
    private final class Responder implements UpgradeResponder {
        @Override
        public boolean handles(UpgradeRequest request) {
            return shouldHandle(request);
        }

        @Override
        public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
            return life.handshakes().respond(request, WebSocketServer.this::emitConnection);
        }

        @Override
        public CompletionStage<?> shutdown() {
            return life.shutdown(Duration.ofDays(1));
        }
    }
}
