// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.protocol.Utf8;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket that connects again when its connection is lost, as {@link Reconnect} says. Each connection is a {@link WebSocket} of its own, which is what
 * listeners are given; a {@code WebSocket} that is CLOSED stays so. The listeners are of all connections, whenever they were set and on whichever of the two
 * objects: {@code open}, {@code error} and {@code close} come for every connection and attempt, {@code reconnecting} between them, and {@link #closed} is the end.
 *
 * <p>What the application closes or terminates stays closed, whether it does so here or with the {@code WebSocket} of a listener; except where an
 * {@code unexpected-response} listener ends its attempt, as it has to. A heartbeat that finds its peer dead is not the application's doing.
 *
 * <p>A message that was handed to a connection is not sent again by the next one, since nobody can tell whether it has arrived: its stage fails. Any thread may call
 * any method at any time. Until it has {@linkplain #closed() ended} it holds a thread for timers; close it. In a web application it ends with that, with 1001.
 */
public final class ReconnectingWebSocket extends EventTarget<ReconnectingWebSocket> implements AutoCloseable {
    private final Reconnection reconnection;
    private final WebSocketClientOptions options;

    private ReconnectingWebSocket(WebSocketClientOptions options, Reconnect reconnect, Surroundings surroundings) {
        this.options = options;
        this.reconnection = new Reconnection(this, reconnect, reconnect.queueLimit(options), surroundings);
    }

    /** Connects with {@link Reconnect#DEFAULTS}; otherwise as {@link #connect(String, List, WebSocketClientOptions, Reconnect, Consumer)}. */
    public static ReconnectingWebSocket connect(String address, Consumer<ReconnectingWebSocket> configurer) {
        return connect(address, List.of(), WebSocketClientOptions.DEFAULTS, Reconnect.DEFAULTS, configurer);
    }

    /**
     * Opens a socket at a server, again and again. Returns at once; the first attempt is not waited for, and if it fails the next one follows.
     * {@link WebSocketClientOptions.Builder#finishRequest} sees the request of every attempt, for credentials that expire.
     *
     * @param address as in {@link WebSocket#connect(String, List, WebSocketClientOptions, Consumer)}, as is {@code protocols}
     * @param options of every connection
     * @param reconnect when and how often to connect again
     * @param configurer sets the listeners before anything happens
     * @throws IllegalArgumentException if the address, a subprotocol or a header field can't be used
     * @throws IllegalStateException if the artifact {@code tautline-client} is missing
     */
    public static ReconnectingWebSocket connect(
            String address,
            List<String> protocols,
            WebSocketClientOptions options,
            Reconnect reconnect,
            Consumer<ReconnectingWebSocket> configurer) {
        List<String> offered = List.copyOf(protocols);
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(reconnect, "reconnect");
        CompletableFuture<ReconnectingWebSocket> made = new CompletableFuture<>();
        ClientShare share = ClientShare.acquire(Thread.currentThread().getContextClassLoader(), () -> {
            var unused = made.thenAccept(socket -> socket.reconnection.close(WebSocket::goAway));
        });
        EngineRuntime runtime = share.runtime();
        Surroundings surroundings = new Surroundings(
                (listeners, opening) -> ClientOpening.begin(address, offered, options, listeners, opening),
                runtime.timers(),
                runtime.workers(),
                runtime.random(),
                Clock.systemUTC(),
                share::release);
        return begin(options, reconnect, surroundings, socket -> {
            made.complete(socket);
            configurer.accept(socket);
        });
    }

    static ReconnectingWebSocket begin(
            WebSocketClientOptions options,
            Reconnect reconnect,
            Surroundings surroundings,
            Consumer<ReconnectingWebSocket> configurer) {
        ReconnectingWebSocket socket = new ReconnectingWebSocket(options, reconnect, surroundings);
        boolean configured = false;
        try {
            configurer.accept(socket);
            configured = true;
        } finally {
            if (!configured) {
                socket.terminate();
            }
        }
        socket.reconnection.begin();
        return socket;
    }

    /** Sets the slot of {@code reconnecting}. */
    public ReconnectingWebSocket onReconnecting(@Nullable ReconnectListener listener) {
        return slot(WebSocketEvent.RECONNECTING, listener);
    }

    /**
     * Sends a text message.
     *
     * @return as {@link WebSocket#send(CharSequence)}; while there is no connection, the message waits if {@link Reconnect.Builder#queueLimit} has room for it, otherwise
     *     the stage fails
     */
    public CompletionStage<Void> send(CharSequence text) {
        String taken = text.toString();
        return reconnection.send(Utf8.length(taken), socket -> socket.send(taken));
    }

    /** Sends a binary message; the content from position to limit is taken before this returns. Otherwise as {@link #send(CharSequence)}. */
    public CompletionStage<Void> send(ByteBuffer content) {
        ByteBuffer taken = ByteBuffer.allocate(content.remaining())
                .put(content.duplicate())
                .flip();
        return reconnection.send(taken.remaining(), socket -> socket.send(taken));
    }

    /** Sends a binary message; as {@link #send(ByteBuffer)}. */
    public CompletionStage<Void> send(byte[] content) {
        return send(ByteBuffer.wrap(content));
    }

    /** Sends a message as what it is; as {@link #send(CharSequence)}. */
    public CompletionStage<Void> send(Message message) {
        return message.isBinary() ? send(message.bytes()) : send(message.text());
    }

    /** Pings over the present connection; not queued where there is none. */
    public Ping ping() {
        WebSocket socket = webSocket();
        if (socket == null || socket.readyState() == ReadyState.CONNECTING) {
            CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ClosedChannelException());
            return new Ping(false, failed, failed);
        }
        return socket.ping();
    }

    /** Closes the connection as {@link WebSocket#close()} and ends; a wait or an attempt ends at once. */
    @Override
    public void close() {
        reconnection.close(WebSocket::close);
    }

    /**
     * Closes the connection as {@link WebSocket#close(int, String)} and ends; a wait or an attempt ends at once.
     *
     * @throws IllegalArgumentException if a value is out of its range; the socket stays as it was
     */
    public void close(int code, String reason) {
        CloseCodes.checked(options.profile(), code, reason);
        reconnection.close(socket -> socket.close(code, reason));
    }

    /** Destroys the connection at once and ends. */
    public void terminate() {
        reconnection.close(WebSocket::terminate);
    }

    /** The present connection or attempt, {@code null} while it waits and after the end. */
    public @Nullable WebSocket webSocket() {
        return reconnection.current();
    }

    /** OPEN with a connection, CONNECTING without one, CLOSING and CLOSED once the application has closed it or it has given up. */
    public ReadyState readyState() {
        return reconnection.readyState();
    }

    /** Bytes of payload that wait for a connection, or were sent on the present one and not written yet. */
    public long bufferedAmount() {
        return reconnection.bufferedAmount();
    }

    /** Completes when it is open for the first time; fails if it ends before that. */
    public CompletionStage<ReconnectingWebSocket> opened() {
        return reconnection.opened();
    }

    /** Completes at the end, with the last {@code close} event there was: the application has closed it, or it will not connect again. */
    public CompletionStage<CloseEvent> closed() {
        return reconnection.closed();
    }

    @Override
    ReconnectingWebSocket self() {
        return this;
    }

    @Override
    EventListeners listeners() {
        return reconnection.listeners;
    }

    @Override
    Profile profile() {
        return options.profile();
    }
}
