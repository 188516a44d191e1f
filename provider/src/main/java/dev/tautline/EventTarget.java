// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.Profile;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has the events of a socket: for each event one slot ({@link #onMessage} and its like; a second call replaces the listener, {@code null} clears it) and
 * any number of added listeners ({@link #addEventListener}). Of one event the slot is called first, then the others in the order in which they were added. Any
 * thread; a change while an event is told counts from the next event on.
 *
 * @param <T> the type itself, for calls in a row
 */
public abstract sealed class EventTarget<T extends EventTarget<T>> permits WebSocket, ReconnectingWebSocket {
    EventTarget() {}

    abstract T self();

    abstract EventListeners listeners();

    /** Whose behaviour it has. */
    abstract Profile profile();

    /** @throws IllegalStateException if a message listener would never be called */
    void beforeMessageListener() {}

    /** There may be a message listener now. */
    void afterMessageListener() {}

    /** Sets the slot of the {@code open} event. */
    public T onOpen(@Nullable OpenListener listener) {
        return slot(WebSocketEvent.OPEN, listener);
    }

    /**
     * Sets the slot of the {@code message} event.
     *
     * @throws IllegalStateException if messages are taken by {@link WebSocket#receive} or a {@link WebSocketStream}
     */
    public T onMessage(@Nullable MessageListener listener) {
        if (listener != null) {
            beforeMessageListener();
        }
        slot(WebSocketEvent.MESSAGE, listener);
        afterMessageListener();
        return self();
    }

    /** Sets the slot of the {@code ping} event. */
    public T onPing(@Nullable PingListener listener) {
        return slot(WebSocketEvent.PING, listener);
    }

    /** Sets the slot of the {@code pong} event. */
    public T onPong(@Nullable PongListener listener) {
        return slot(WebSocketEvent.PONG, listener);
    }

    /** Sets the slot of the {@code close} event. */
    public T onClose(@Nullable CloseListener listener) {
        return slot(WebSocketEvent.CLOSE, listener);
    }

    /** Sets the slot of the {@code error} event. */
    public T onError(@Nullable ErrorListener listener) {
        return slot(WebSocketEvent.ERROR, listener);
    }

    final <L> T slot(WebSocketEvent<L> event, @Nullable L listener) {
        listeners().slot(event, listener);
        return self();
    }

    /** Adds a listener. Under {@code ws} one that was added before is not added again; under {@code faye} it is. */
    public <L> T addEventListener(WebSocketEvent<L> event, L listener) {
        return addEventListener(event, listener, false);
    }

    /**
     * Adds a listener.
     *
     * @param once whether it is removed when the event happens
     * @throws IllegalStateException for {@code message}, as {@link #onMessage}
     */
    public <L> T addEventListener(WebSocketEvent<L> event, L listener, boolean once) {
        Objects.requireNonNull(listener, "listener");
        if (event == WebSocketEvent.MESSAGE) {
            beforeMessageListener();
        }
        listeners().add(event, listener, once, profile() == Profile.FAYE);
        if (event == WebSocketEvent.MESSAGE) {
            afterMessageListener();
        }
        return self();
    }

    /** Removes a listener that was added; not one in a slot. Does nothing if it is not there. */
    public <L> T removeEventListener(WebSocketEvent<L> event, L listener) {
        listeners().remove(event, listener);
        return self();
    }
}
