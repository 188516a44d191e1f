// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.spec.ReadyState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one socket go, to its listeners or to an {@link Inbox}, and when its connection has to be paused for that. What is below is
 * guarded by this; the state of the socket may be asked under this lock, never the other way round.
 */
final class SocketMessages {
    private final SocketState socket;

    /** A client's socket whose application has not asked for messages yet keeps them. */
    private boolean held;

    /** The {@code close} event has been told. */
    private boolean ended;

    private boolean pausedByApplication;
    /** What came although nobody wanted it yet, because the connection has ended: as much as had been read ahead. */
    private final List<Message> kept = new ArrayList<>(0);

    /** Where messages go instead of to listeners. Written once, under this. */
    private volatile @Nullable Inbox inbox;

    /** What the {@code error} event has told. Written under this. */
    private volatile @Nullable WebSocketException failure;

    SocketMessages(SocketState socket) {
        this.socket = socket;
    }

    /** Keeps messages until somebody listens, once the socket is open. */
    synchronized void hold() {
        held = inbox == null && !socket.listeners.has(WebSocketEvent.MESSAGE);
    }

    /** There may be a listener now. */
    void wanted() {
        synchronized (this) {
            if (!held || !socket.listeners.has(WebSocketEvent.MESSAGE)) {
                return;
            }
            held = false;
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

    /** Where a message goes that no listener wants: to whoever takes messages, now or later; lost where nobody holds them back. */
    void unheard(Message message) {
        Inbox taken;
        synchronized (this) {
            taken = inbox;
            if (taken == null && (held || pausedByApplication)) {
                kept.add(message);
            }
        }
        if (taken != null) {
            taken.add(message);
        }
    }

    /**
     * From now on messages wait for the caller instead of going to listeners; a pause of the application's ends.
     *
     * @throws IllegalStateException if there are message listeners, or somebody else takes
     */
    Inbox take(Inbox.Taker taker) {
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
            if (socket.listeners.has(WebSocketEvent.MESSAGE)) {
                throw new IllegalStateException("The messages of this socket go to its message listeners; remove them"
                        + " before they are taken by " + taker);
            }
            kept.forEach(taken::add);
            kept.clear();
            inbox = taken;
            held = false;
            pausedByApplication = false;
            over = ended || socket.hasFailedToOpen();
        }
        if (failure != null) {
            taken.fail(failure);
        } else if (over) {
            taken.end();
        }
        applyPause();
        return taken;
    }

    /** Where {@code receive} takes from; the first call arranges it. */
    Inbox receiving() {
        Connection open = socket.connection();
        if (open != null && open.isCallbackThread()) {
            throw new IllegalStateException(
                    "receive() in a listener of the same socket would wait for itself: the next"
                            + " message comes after the listener has returned. Call pause() there, and receive() on another thread");
        }
        Inbox taken = inbox;
        return taken != null && taken.taker() == Inbox.Taker.RECEIVE ? taken : take(Inbox.Taker.RECEIVE);
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

    void onClosed() {
        Inbox taken;
        synchronized (this) {
            ended = true;
            taken = inbox;
        }
        if (taken != null) {
            taken.end();
        }
    }

    /** What the {@code error} event has told, {@code null} if there was none. */
    @Nullable WebSocketException failure() {
        return failure;
    }

    /** Pauses or resumes the connection; whoever changes a reason for it calls this afterwards. */
    synchronized void applyPause() {
        Connection open = socket.connection();
        if (open == null) {
            return;
        }
        Inbox taken = inbox;
        if (pausedByApplication || held || (taken != null && taken.isFull())) {
            open.pause();
        } else {
            open.resume();
        }
    }

    void pause() {
        pausedByApplication(true);
    }

    void resume() {
        pausedByApplication(false);
    }

    private void pausedByApplication(boolean paused) {
        Connection open = socket.connection();
        if (open != null && open.readyState() != ReadyState.CLOSED) {
            synchronized (this) {
                pausedByApplication = paused;
                if (!paused && !held && open.readyState() == ReadyState.OPEN) {
                    // It came in the moment of the pause, and there is nobody who wants messages.
                    kept.clear();
                }
            }
            applyPause();
        }
    }

    boolean isPaused() {
        Connection open = socket.connection();
        return open != null && open.isPaused();
    }
}
