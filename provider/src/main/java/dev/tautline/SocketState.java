// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.CloseHooks;
import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one socket is before, while and after it has a connection. {@code connection} is written once, before {@code open}; while it is
 * {@code null} the state under the lock counts: an opening handshake, or its failure.
 */
final class SocketState implements ConnectionHolder {
    static final String CLOSED_BEFORE_OPEN = "WebSocket was closed before the connection was established";

    final SocketOptions options;
    final EventListeners listeners;
    final SocketMessages messages = new SocketMessages(this);
    private final CloseHooks closeHooks = new CloseHooks();
    volatile @Nullable Object attachment;

    /** A client's: the last answer of a server. */
    volatile @Nullable HandshakeResponse response;

    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile @Nullable Connection connection;
    private volatile SocketFacts facts;
    private volatile BinaryType binaryType;

    /** Guarded by this, as are the next two; they count before there is a connection. */
    private ReadyState unopened = ReadyState.CONNECTING;

    private @Nullable Opening opening;
    /** Under faye: what was sent before the socket is open, {@code null} once nothing of it waits. Written under this. */
    private volatile @Nullable WaitingSends<Connection> waiting;

    /** A client's: listeners are told of an answer that refuses, and end the attempt. */
    volatile boolean responseUnexpected;

    /** The application wants an end of it. */
    private volatile boolean endedByApplication;

    SocketState(SocketOptions options, URI url) {
        this(options, url, new EventListeners());
    }

    /** @param listeners those of other sockets too, where one takes the place of another */
    SocketState(SocketOptions options, URI url, EventListeners listeners) {
        this.options = options;
        this.listeners = listeners;
        this.facts = new SocketFacts(url, "", "", "");
        this.binaryType = options.binaryType();
    }

    /** The attempt that {@link #close} and {@link #terminate} end while there is no connection. */
    synchronized void opening(Opening opening) {
        this.opening = opening;
    }

    /**
     * The handshake is over. What was sent before goes out first, in {@link #onOpen}.
     *
     * @return false if the socket was closed meanwhile; the connection is the caller's to end
     */
    synchronized boolean open(Connection connection, SocketFacts facts) {
        if (unopened != ReadyState.CONNECTING) {
            return false;
        }
        this.facts = facts;
        connection.binaryDelivery(EngineOptions.delivery(binaryType));
        this.connection = connection;
        opening = null;
        return true;
    }

    private List<WaitingSends.Send<Connection>> takeWaiting() {
        WaitingSends<Connection> taken = waiting;
        waiting = null;
        return taken == null ? List.of() : taken.takeAll();
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    void onOpen() {
        for (WaitingSends.Send<Connection> send = nextWaiting(); send != null; send = nextWaiting()) {
            send.to(Objects.requireNonNull(connection));
        }
        // Not earlier: a paused connection tells nothing, not that it is open either.
        messages.applyPause();
        opened.complete(null);
    }

    /** What is sent meanwhile waits behind the others, so that nothing overtakes them. */
    private synchronized WaitingSends.@Nullable Send<Connection> nextWaiting() {
        WaitingSends<Connection> others = waiting;
        WaitingSends.Send<Connection> next = others == null ? null : others.poll();
        if (next == null) {
            waiting = null;
        }
        return next;
    }

    /** A client's attempt goes on with another address. */
    synchronized void redirected(URI url) {
        facts = new SocketFacts(url, "", "", "");
    }

    /** There will be no connection: CLOSING until {@link #failed}. */
    synchronized void failing() {
        // Whoever ends the attempt may come here only after it has been told of.
        if (unopened == ReadyState.CONNECTING) {
            unopened = ReadyState.CLOSING;
        }
    }

    /** There will be no connection: CLOSED from now on. */
    void failed(WebSocketException error) {
        List<WaitingSends.Send<Connection>> early;
        synchronized (this) {
            unopened = ReadyState.CLOSED;
            opening = null;
            early = takeWaiting();
        }
        early.forEach(WaitingSends.Send::fail);
        closeHooks.close();
        messages.onError(error);
        opened.completeExceptionally(error);
    }

    void onClosed(CloseEvent event) {
        try {
            messages.onClosed();
        } finally {
            opened.completeExceptionally(new ClosedChannelException());
            closed.complete(event);
        }
    }

    /** Whether {@link #close} or {@link #terminate} was called, other than for an unexpected response, which has to be ended by whoever looks at it. */
    boolean isEndedByApplication() {
        return endedByApplication;
    }

    private void endByApplication() {
        if (!responseUnexpected) {
            endedByApplication = true;
        }
    }

    @Override
    public @Nullable Connection connection() {
        return connection;
    }

    @Override
    public CloseHooks closeHooks() {
        return closeHooks;
    }

    @Override
    public boolean takesBinary() {
        return !facts.isHixie();
    }

    /** The connection, {@code null} while there is none or something else has to be sent first. */
    @Nullable Connection sendable() {
        // In this order: nothing begins to wait once there is a connection.
        return waiting == null ? connection : null;
    }

    /** A send while nothing is {@link #sendable}: queued under faye, refused under ws; fails where there will never be a connection. */
    CompletionStage<Void> early(long bytes, Function<Connection, CompletionStage<Void>> send) {
        synchronized (this) {
            WaitingSends<Connection> others = waiting;
            if (others != null || (unopened == ReadyState.CONNECTING && connection == null)) {
                if (options.profile() != Profile.FAYE) {
                    throw new IllegalStateException("The socket is not open yet: send in or after its open event");
                }
                if (others == null) {
                    others = new WaitingSends<>(options.outboundLimit());
                    waiting = others;
                }
                CompletionStage<Void> later = others.add(bytes, send);
                return later != null
                        ? later
                        : CompletableFuture.failedFuture(
                                new WebSocketException("", "Too much is waiting for the socket to open", null));
            }
        }
        Connection open = connection;
        return open == null ? CompletableFuture.failedFuture(new ClosedChannelException()) : send.apply(open);
    }

    void close(CloseStatus status) {
        endByApplication();
        end(open -> open.close(status));
    }

    /** Closes with 1001, whatever the profile lets an application send. */
    void goAway() {
        end(open -> open.goAway(""));
    }

    void terminate() {
        endByApplication();
        end(Connection::terminate);
    }

    /** Before there is a connection every end is that of the attempt. */
    private void end(Consumer<Connection> how) {
        Connection open = connection;
        if (open != null) {
            how.accept(open);
        } else {
            abortOpening(how);
        }
    }

    /** @param how for the connection that has opened in this moment */
    private void abortOpening(Consumer<Connection> how) {
        Opening attempt;
        Connection open;
        synchronized (this) {
            open = connection;
            attempt = opening;
            if (open == null && unopened == ReadyState.CONNECTING) {
                unopened = ReadyState.CLOSING;
            }
        }
        if (open != null) {
            how.accept(open);
        } else if (attempt != null) {
            attempt.abort(new WebSocketException("", CLOSED_BEFORE_OPEN, null));
        }
    }

    /** There is no connection, and there will be none. */
    synchronized boolean hasFailedToOpen() {
        return unopened == ReadyState.CLOSED;
    }

    ReadyState readyState() {
        Connection open = connection;
        if (open != null) {
            return open.readyState();
        }
        synchronized (this) {
            return connection == null ? unopened : ReadyState.OPEN;
        }
    }

    long bufferedAmount() {
        Connection open = connection;
        return open == null ? 0 : open.bufferedAmount();
    }

    SocketFacts facts() {
        return facts;
    }

    BinaryType binaryType() {
        return binaryType;
    }

    void binaryType(BinaryType type) {
        Connection open;
        synchronized (this) {
            // Who opens the connection either sees it or has shown us the connection.
            binaryType = type;
            open = connection;
        }
        if (open != null) {
            open.binaryDelivery(EngineOptions.delivery(type));
        }
    }

    CompletionStage<WebSocket> opened(WebSocket socket) {
        return opened.thenApply(nothing -> socket);
    }

    CompletionStage<CloseEvent> closed() {
        return closed.minimalCompletionStage();
    }
}
