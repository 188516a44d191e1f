// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.ConnectionListener;
import dev.tautline.internal.connection.ViolationException;
import dev.tautline.spec.CloseStatus;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Passes what the engine tells to a socket's listeners. Called on the connection's callback lane. */
final class SocketEvents implements ConnectionListener {
    private final WebSocket socket;
    private final EventListeners listeners;
    private final Runnable onOpen;
    private final Runnable onClosed;

    /** Of the message that is under way, where {@link BinaryType#FRAGMENTS} are wanted. */
    private final List<ByteBuffer> pieces = new ArrayList<>(0);

    /**
     * @param onOpen run before the listeners of {@code open}
     * @param onClosed run before those of {@code close}
     */
    SocketEvents(WebSocket socket, Runnable onOpen, Runnable onClosed) {
        this.socket = socket;
        this.listeners = socket.state().listeners;
        this.onOpen = onOpen;
        this.onClosed = onClosed;
    }

    @Override
    public void onOpen() {
        onOpen.run();
        socket.state().onOpen();
        listeners.call(WebSocketEvent.OPEN, listener -> listener.onOpen(socket));
    }

    @Override
    public void onText(String message) {
        deliver(Message.of(message));
    }

    @Override
    public void onBinary(ByteBuffer message) {
        deliver(Message.of(message));
    }

    private void deliver(Message message) {
        Inbox inbox = socket.state().messages.inbox();
        if (inbox != null) {
            inbox.add(message);
            return;
        }
        EventListeners.Entry[] told = listeners.of(WebSocketEvent.MESSAGE);
        if (told.length == 0) {
            socket.state().messages.unheard(message);
        }
        for (EventListeners.Entry entry : told) {
            if (!entry.once() || listeners.take(WebSocketEvent.MESSAGE, entry)) {
                ClassLoader before = listeners.enter();
                try {
                    ((MessageListener) entry.listener()).onMessage(socket, message);
                } finally {
                    listeners.leave(before);
                }
            }
        }
    }

    @Override
    public void onTextPart(String part, boolean last) {
        throw new IllegalStateException("Whole messages were asked for");
    }

    @Override
    public void onTextStream(Reader reader) {
        throw new IllegalStateException("Whole messages were asked for");
    }

    @Override
    public void onBinaryPart(ByteBuffer part, boolean last) {
        pieces.add(part);
        if (last) {
            Message message = Message.ofPieces(pieces);
            pieces.clear();
            deliver(message);
        }
    }

    @Override
    public void onBinaryStream(InputStream stream) {
        throw new IllegalStateException("Whole messages were asked for");
    }

    @Override
    public void onPing(ByteBuffer payload) {
        listeners.call(WebSocketEvent.PING, listener -> listener.onPing(socket, payload.duplicate()));
    }

    @Override
    public void onPong(ByteBuffer payload) {
        listeners.call(WebSocketEvent.PONG, listener -> listener.onPong(socket, payload.duplicate()));
    }

    @Override
    public void onError(Throwable cause) {
        WebSocketException error = cause instanceof ViolationException violation
                ? new WebSocketException(
                        violation.violation().code(), String.valueOf(violation.getMessage()), violation)
                : new WebSocketException("", cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        socket.state().messages.onError(error);
        listeners.call(WebSocketEvent.ERROR, listener -> listener.onError(socket, error));
    }

    @Override
    public void onClose(CloseStatus status, boolean clean) {
        onClosed.run();
        socket.state().closeHooks().close();
        CloseEvent event = new CloseEvent(status.code(), status.reason(), clean);
        try {
            listeners.call(WebSocketEvent.CLOSE, listener -> listener.onClose(socket, event));
        } finally {
            socket.state().onClosed(event);
        }
    }
}
