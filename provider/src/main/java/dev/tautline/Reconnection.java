// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Timers;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.ReadyState;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one socket after the other of a {@link ReconnectingWebSocket}. What is below is guarded by this; nothing is opened, sent, completed or called back under
 * the lock. Sockets tell of their opening and their end on their own callback lanes; the timer only enqueues the next attempt.
 */
final class Reconnection {
    private static final System.Logger LOG = System.getLogger(Reconnection.class.getName());

    private enum Phase {
        /** There is no socket, and a wait or the beginning of an attempt. */
        WAITING,
        /** A socket is opening, or sends what has waited. */
        OPENING,
        OPEN,
        /** The application has closed it; there may be a socket yet. */
        CLOSING,
        CLOSED
    }

    final EventListeners listeners = EventListeners.ofCaller();
    private final ReconnectingWebSocket socket;
    private final Reconnect how;
    private final Surroundings surroundings;
    private final ReconnectCallbacks callbacks = new ReconnectCallbacks();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();

    // Guarded by this.
    private final WaitingSends<WebSocket> waiting;
    private Phase phase = Phase.WAITING;
    private @Nullable WebSocket current;
    private Timers.@Nullable Task timer;
    private CloseEvent lastClose = new CloseEvent(CloseCode.ABNORMAL_CLOSURE, "", false);
    private boolean wasOpen;
    private boolean closedUnseen;
    private long openedAt;
    private long attempts;

    Reconnection(ReconnectingWebSocket socket, Reconnect how, long queueLimit, Surroundings surroundings) {
        this.socket = socket;
        this.how = how;
        this.waiting = new WaitingSends<>(queueLimit);
        this.surroundings = surroundings;
    }

    /** The first attempt; what it throws is the caller's, and nothing is left of it. */
    void begin() {
        boolean begun = false;
        try {
            open();
            begun = true;
        } finally {
            if (!begun) {
                end();
            }
        }
    }

    private void attempt() {
        callbacks.underLoader(() -> {
            try {
                open();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A socket can't be opened again", e);
                end();
            }
        });
    }

    private void open() {
        synchronized (this) {
            if (phase != Phase.WAITING) {
                return;
            }
            phase = Phase.OPENING;
            timer = null;
            wasOpen = false;
        }
        surroundings.opener().open(listeners, this::opening);
        WebSocket closedMeanwhile;
        synchronized (this) {
            closedMeanwhile = closedUnseen ? current : null;
        }
        if (closedMeanwhile != null) {
            closedMeanwhile.terminate();
        }
    }

    private void opening(WebSocket next) {
        synchronized (this) {
            current = next;
        }
        var unusedOpened = next.opened().thenAccept(this::onOpened);
        var unusedClosed = next.closed().thenAccept(event -> onClosed(next, event));
    }

    /** Before the listeners of {@code open}: what has waited goes out first. */
    private void onOpened(WebSocket next) {
        synchronized (this) {
            wasOpen = true;
            openedAt = surroundings.timers().nanoTime();
        }
        for (WaitingSends.Send<WebSocket> send = nextSend(next); send != null; send = nextSend(next)) {
            send.to(next);
        }
        completeOpened();
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    private void completeOpened() {
        opened.complete(null);
    }

    /** A message that waits, if its connection can take it; without one the socket is open for everybody. */
    private WaitingSends.@Nullable Send<WebSocket> nextSend(WebSocket next) {
        boolean usable = next.readyState() == ReadyState.OPEN;
        synchronized (this) {
            if (phase != Phase.OPENING) {
                return null;
            }
            WaitingSends.Send<WebSocket> send = usable ? waiting.poll() : null;
            if (send == null) {
                phase = Phase.OPEN;
            }
            return send;
        }
    }

    private void onClosed(WebSocket ended, CloseEvent event) {
        Disconnect cause;
        long attempt;
        synchronized (this) {
            current = null;
            lastClose = event;
            cause = new Disconnect(wasOpen, event, ended.state().messages.failure(), ended.statusCode());
            boolean held = wasOpen
                    && surroundings.timers().nanoTime() - openedAt
                            >= how.resetAfter().toNanos();
            attempts = held ? 0 : attempts;
            attempt = attempts + 1;
        }
        boolean again = !ended.state().isEndedByApplication()
                && (how.maxAttempts() == Reconnect.UNLIMITED || attempt <= how.maxAttempts())
                && callbacks.test(how.condition(), cause);
        synchronized (this) {
            again &= phase == Phase.OPENING || phase == Phase.OPEN;
            if (again) {
                phase = Phase.WAITING;
                attempts = attempt;
            }
        }
        if (again) {
            waitFor(attempt, cause, ended.state().response);
        } else {
            end();
        }
    }

    private void waitFor(long attempt, Disconnect cause, @Nullable HandshakeResponse answer) {
        ReconnectEvent event = new ReconnectEvent(
                (int) Math.min(attempt, Integer.MAX_VALUE),
                how.delay(
                        attempt,
                        cause.wasOpen() || answer == null ? null : answer.header("Retry-After"),
                        surroundings.random(),
                        surroundings.clock()),
                cause);
        callbacks.run(
                "A listener of reconnecting",
                () -> listeners.call(WebSocketEvent.RECONNECTING, listener -> listener.onReconnecting(socket, event)));
        synchronized (this) {
            if (phase == Phase.WAITING) {
                timer = surroundings
                        .timers()
                        .schedule(
                                () -> surroundings.workers().execute(this::attempt),
                                event.delay().toNanos());
            }
        }
    }

    /**
     * The application closes; there will be no further attempt.
     *
     * @param how closes or terminates the socket that there is
     */
    void close(Consumer<WebSocket> how) {
        WebSocket there;
        boolean over;
        synchronized (this) {
            over = phase == Phase.WAITING;
            there = current;
            if (phase == Phase.OPENING || phase == Phase.OPEN) {
                phase = Phase.CLOSING;
                closedUnseen = there == null; // the one that appears is terminated
            }
        }
        if (there != null) {
            how.accept(there);
        } else if (over) {
            end();
        }
    }

    private void end() {
        Iterable<WaitingSends.Send<WebSocket>> refused;
        CloseEvent event;
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                return;
            }
            phase = Phase.CLOSED;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            refused = waiting.takeAll();
            event = lastClose;
        }
        surroundings.released().run();
        refused.forEach(WaitingSends.Send::fail);
        opened.completeExceptionally(new ClosedChannelException());
        closed.complete(event);
    }

    /** @param bytes of the message, {@code send} has it for as long as it may wait */
    CompletionStage<Void> send(long bytes, Function<WebSocket, CompletionStage<Void>> send) {
        WebSocket there = current();
        boolean usable = there != null && there.readyState() == ReadyState.OPEN;
        WebSocket open;
        synchronized (this) {
            boolean over = phase == Phase.CLOSING || phase == Phase.CLOSED;
            if (over) {
                return CompletableFuture.failedFuture(new ClosedChannelException());
            }
            open = usable && phase == Phase.OPEN ? current : null;
            if (open == null) {
                CompletionStage<Void> later = waiting.add(bytes, send);
                return later != null ? later : CompletableFuture.failedFuture(refusal());
            }
        }
        return send.apply(open);
    }

    private WebSocketException refusal() {
        return new WebSocketException(
                "",
                waiting.isEmpty()
                        ? "The socket is not open: it connects. Send in its open event, or let messages wait with Reconnect.queueLimit"
                        : "Too much is waiting for the socket to open again",
                null);
    }

    synchronized @Nullable WebSocket current() {
        return current;
    }

    ReadyState readyState() {
        WebSocket there;
        synchronized (this) {
            if (phase == Phase.CLOSED || phase == Phase.CLOSING) {
                return phase == Phase.CLOSED ? ReadyState.CLOSED : ReadyState.CLOSING;
            }
            there = phase == Phase.OPEN ? current : null;
        }
        return there != null && there.readyState() == ReadyState.OPEN ? ReadyState.OPEN : ReadyState.CONNECTING;
    }

    long bufferedAmount() {
        WebSocket there;
        long bytes;
        synchronized (this) {
            there = current;
            bytes = waiting.bytes();
        }
        return bytes + (there == null ? 0 : there.bufferedAmount());
    }

    CompletionStage<ReconnectingWebSocket> opened() {
        return opened.thenApply(nothing -> socket);
    }

    CompletionStage<CloseEvent> closed() {
        return closed.minimalCompletionStage();
    }
}
