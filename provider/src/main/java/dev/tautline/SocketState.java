// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.CloseHooks;
import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.internal.connection.FrameOptions;
import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Profile;
import dev.tautline.spec.ReadyState;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
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
    private final CloseHooks closeHooks = new CloseHooks();
    volatile @Nullable Object attachment;

    /** A client's: the last answer of a server. */
    volatile @Nullable HandshakeResponse response;

    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private volatile @Nullable Connection connection;
    private volatile SocketFacts facts;
    private volatile BinaryType binaryType;

    /** Guarded by this, as are the next three; they count before there is a connection. */
    private ReadyState unopened = ReadyState.CONNECTING;

    private @Nullable Opening opening;
    /** Under faye: what was sent before there is a connection. */
    private @Nullable WaitingSends<Connection> waiting;

    /** A client's socket whose application has not asked for messages yet keeps them. */
    private boolean holdsMessages;

    /** The {@code close} event has been told. Guarded by this. */
    private boolean ended;

    /** The application has paused the socket. Guarded by this. */
    private boolean pausedByApplication;

    /** Where messages go instead of to listeners. Written once, under this. */
    private volatile @Nullable Inbox inbox;

    /** A client's: listeners are told of an answer that refuses, and end the attempt. */
    volatile boolean responseUnexpected;

    /** The application wants an end of it. */
    private volatile boolean endedByApplication;

    /** What the {@code error} event has told. Written under this. */
    private volatile @Nullable WebSocketException failure;

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

    /** Keeps messages until somebody listens, once the socket is open. */
    synchronized void holdMessages() {
        holdsMessages = inbox == null && !listeners.has(WebSocketEvent.MESSAGE);
    }

    /**
     * The handshake is over. What was sent before goes out first.
     *
     * @return false if the socket was closed meanwhile; the connection is the caller's to end
     */
    boolean open(Connection connection, SocketFacts facts) {
        List<WaitingSends.Send<Connection>> early;
        synchronized (this) {
            if (unopened != ReadyState.CONNECTING) {
                return false;
            }
            this.facts = facts;
            connection.binaryDelivery(EngineOptions.delivery(binaryType));
            this.connection = connection;
            opening = null;
            early = takeWaiting();
        }
        early.forEach(send -> send.to(connection));
        return true;
    }

    private List<WaitingSends.Send<Connection>> takeWaiting() {
        WaitingSends<Connection> taken = waiting;
        waiting = null;
        return taken == null ? List.of() : taken.takeAll();
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    void onOpen() {
        // Not earlier: a paused connection tells nothing, not that it is open either.
        applyPause();
        opened.complete(null);
    }

    /** A client's attempt goes on with another address. */
    synchronized void redirected(URI url) {
        facts = new SocketFacts(url, "", "", "");
    }

    /** There will be no connection: CLOSING until {@link #failed}. */
    synchronized void failing() {
        unopened = ReadyState.CLOSING;
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
        onError(error);
        opened.completeExceptionally(error);
    }

    /** The {@code error} event is about to be told. */
    void onError(WebSocketException error) {
        Inbox taken;
        synchronized (this) {
            failure = error;
            taken = inbox;
        }
        if (taken != null) {
            taken.fail(error);
        }
    }

    void onClosed(CloseEvent event) {
        Inbox taken;
        synchronized (this) {
            ended = true;
            taken = inbox;
        }
        try {
            if (taken != null) {
                taken.end();
            }
        } finally {
            opened.completeExceptionally(new ClosedChannelException());
            closed.complete(event);
        }
    }

    void messagesWanted() {
        synchronized (this) {
            if (!holdsMessages || !listeners.has(WebSocketEvent.MESSAGE)) {
                return;
            }
            holdsMessages = false;
        }
        applyPause();
    }

    /** @throws IllegalStateException if messages are taken in another way */
    void refuseListeners() {
        Inbox taken = inbox;
        if (taken != null) {
            throw new IllegalStateException("The messages of this socket go to " + taken.taker()
                    + ": a message listener would never be called");
        }
    }

    @Nullable Inbox inbox() {
        return inbox;
    }

    /**
     * From now on messages wait for the caller instead of going to listeners; a pause of the application's ends.
     *
     * @throws IllegalStateException if there are message listeners, or somebody else takes
     */
    Inbox takeMessages(Inbox.Taker taker) {
        Inbox taken = new Inbox(taker, this);
        boolean over;
        synchronized (this) {
            Inbox before = inbox;
            if (before != null && before.taker() == Inbox.Taker.RECEIVE && taker == Inbox.Taker.RECEIVE) {
                return before;
            }
            if (before != null) {
                throw new IllegalStateException(
                        "The messages of this socket go to " + before.taker() + " already, and can't go to " + taker);
            }
            if (listeners.has(WebSocketEvent.MESSAGE)) {
                throw new IllegalStateException("The messages of this socket go to its message listeners; remove them"
                        + " before they are taken by " + taker);
            }
            inbox = taken;
            holdsMessages = false;
            pausedByApplication = false;
            over = ended || unopened == ReadyState.CLOSED;
        }
        if (failure != null) {
            taken.fail(failure);
        } else if (over) {
            taken.end();
        }
        applyPause();
        return taken;
    }

    /** Whether there was an {@code error} event. */
    boolean hasFailed() {
        return failure != null;
    }

    /** What the {@code error} event has told, {@code null} if there was none. */
    @Nullable WebSocketException failure() {
        return failure;
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

    /** Where {@code receive} takes from; the first call arranges it. */
    Inbox receiving() {
        Connection open = connection;
        if (open != null && open.isCallbackThread()) {
            throw new IllegalStateException(
                    "receive() in a listener of the same socket would wait for itself: the next"
                            + " message comes after the listener has returned. Call pause() there, and receive() on another thread");
        }
        Inbox taken = inbox;
        return taken != null && taken.taker() == Inbox.Taker.RECEIVE ? taken : takeMessages(Inbox.Taker.RECEIVE);
    }

    /** Pauses or resumes the connection; whoever changes a reason for it calls this afterwards. */
    synchronized void applyPause() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        Inbox taken = inbox;
        if (pausedByApplication || holdsMessages || (taken != null && taken.isFull())) {
            open.pause();
        } else {
            open.resume();
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

    CompletionStage<Void> sendText(String text, SendOptions how) {
        Connection open = connection;
        return open == null ? early(Utf8.length(text), later -> sendText(later, text, how)) : sendText(open, text, how);
    }

    private static CompletionStage<Void> sendText(Connection open, String text, SendOptions how) {
        SendCompletion completion = new SendCompletion();
        open.send(text, frame(how), null, completion);
        return completion;
    }

    CompletionStage<Void> sendBinary(ByteBuffer content, SendOptions how) {
        Connection open = connection;
        if (open == null) {
            ByteBuffer taken = ByteBuffer.allocate(content.remaining())
                    .put(content.duplicate())
                    .flip();
            return early(taken.remaining(), later -> sendBinary(later, taken, how));
        }
        return facts.isHixie() ? failedUnderHixie("binary messages") : sendBinary(open, content, how);
    }

    private static CompletionStage<Void> sendBinary(Connection open, ByteBuffer content, SendOptions how) {
        SendCompletion completion = new SendCompletion();
        open.send(Opcode.BINARY, content, frame(how), null, completion);
        return completion;
    }

    private static FrameOptions frame(SendOptions how) {
        return how.equals(SendOptions.DEFAULTS)
                ? FrameOptions.DEFAULT
                : new FrameOptions(how.fin(), how.compress(), how.mask());
    }

    Ping ping(ByteBuffer payload, @Nullable Boolean mask) {
        Connection open = openOrThrow("ping");
        if (facts.isHixie()) {
            CompletionStage<Void> failed = failedUnderHixie("pings");
            return new Ping(false, failed, failed);
        }
        if (open == null || open.readyState() != ReadyState.OPEN) {
            CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ClosedChannelException());
            return new Ping(false, failed, failed);
        }
        SendCompletion written = new SendCompletion();
        SendCompletion answered = new SendCompletion();
        open.ping(payload, mask, written, answered);
        return new Ping(true, written, answered);
    }

    CompletionStage<Void> pong(ByteBuffer payload, @Nullable Boolean mask) {
        Connection open = openOrThrow("pong");
        if (open == null) {
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        if (facts.isHixie()) {
            return failedUnderHixie("pongs");
        }
        SendCompletion written = new SendCompletion();
        open.pong(payload, mask, written);
        return written;
    }

    private CompletionStage<Void> failedUnderHixie(String what) {
        return CompletableFuture.failedFuture(
                new WebSocketException("", "The peer speaks " + facts.version() + ", which has no " + what, null));
    }

    @Override
    public boolean takesBinary() {
        return !facts.isHixie();
    }

    private @Nullable Connection openOrThrow(String what) {
        Connection open = connection;
        if (open == null && readyState() == ReadyState.CONNECTING) {
            throw new IllegalStateException("The socket is not open yet: " + what + " in or after its open event");
        }
        return open;
    }

    /** A send while there is no connection: queued under faye, refused under ws; fails where there will never be one. */
    private CompletionStage<Void> early(long bytes, Function<Connection, CompletionStage<Void>> send) {
        synchronized (this) {
            if (unopened == ReadyState.CONNECTING && connection == null) {
                if (options.profile() != Profile.FAYE) {
                    throw new IllegalStateException("The socket is not open yet: send in or after its open event");
                }
                if (waiting == null) {
                    waiting = new WaitingSends<>(options.outboundLimit());
                }
                CompletionStage<Void> later = waiting.add(bytes, send);
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
            abortOpening();
        }
    }

    private void abortOpening() {
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
            open.terminate();
        } else if (attempt != null) {
            attempt.abort(new WebSocketException("", CLOSED_BEFORE_OPEN, null));
        }
    }

    void pause() {
        pausedByApplication(true);
    }

    void resume() {
        pausedByApplication(false);
    }

    private void pausedByApplication(boolean paused) {
        Connection open = connection;
        if (open != null && open.readyState() != ReadyState.CLOSED) {
            synchronized (this) {
                pausedByApplication = paused;
            }
            applyPause();
        }
    }

    boolean isPaused() {
        Connection open = connection;
        return open != null && open.isPaused();
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
        binaryType = type;
        Connection open = connection;
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
