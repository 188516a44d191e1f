// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.spec.ReadyState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket as a duplex stream (ws 1.12-01 {@code createWebSocketStream}): as {@link #input} and {@link #output}, as a channel of bytes, or as {@link #publisher}
 * and {@link #subscriber} of messages. The two directions are independent; each has one form.
 *
 * <p><b>Back-pressure</b> goes from end to end: while nobody reads, the socket is paused and the peer's sends stall; a write waits while 64 KiB of what was
 * written before have not left. In memory there is never more than that and one message in each direction.
 *
 * <p><b>Reading</b> as bytes gives the content of the messages one after the other, text as UTF-8, and the end when the socket has closed, however it closed;
 * after an {@code error} event its exception instead. <b>Writing</b> bytes sends a binary message for every write; small writes want a
 * {@link java.io.BufferedOutputStream} around. What is written before the socket is open waits until it is.
 *
 * <p>Any thread may call any method. Those that wait may be interrupted, with an {@link java.io.InterruptedIOException} and the flag set again; what a read waited
 * for is not lost.
 */
public final class WebSocketStream implements ByteChannel {
    private final WebSocket socket;
    private final Inbox inbox;
    private final StreamInput input;
    private final StreamOutput output;
    private final MessagePublisher publisher;
    private final ReentrantLock lock = new ReentrantLock();
    /** Which form the messages that come have: {@code input} or {@code publisher}. Guarded by lock. */
    private @Nullable Object form;

    private volatile boolean destroyed;

    private WebSocketStream(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
        this.input = new StreamInput(inbox, this::refuseToWait);
        this.output = new StreamOutput(socket, inbox);
        this.publisher = new MessagePublisher(inbox);
    }

    /**
     * Makes a stream of a socket, which from now on keeps its messages for the stream. At a server that is done inside the {@code connection} event, or after
     * {@link WebSocket#pause} there; otherwise messages may be lost before.
     *
     * @throws IllegalStateException if the socket has message listeners, is a stream already, or {@link WebSocket#receive} was called
     */
    public static WebSocketStream of(WebSocket socket) {
        return new WebSocketStream(socket, socket.state().messages.take(Inbox.Taker.STREAM));
    }

    /** The socket under the stream. */
    public WebSocket socket() {
        return socket;
    }

    /**
     * The content of the messages as bytes. Closing it throws away what still comes; the other direction goes on.
     *
     * @throws IllegalStateException if {@link #publisher} has been asked for
     */
    public InputStream input() {
        choose(input);
        return input;
    }

    /**
     * Sends a binary message for every write. {@code flush} waits until everything has been written. {@code close} ends the stream as {@link #close()} does.
     */
    public OutputStream output() {
        return output;
    }

    /**
     * The messages, for one subscriber; text is there as text. A message is taken for each that was requested. Signals come on the callback lane of the socket
     * or on the thread that requests. Cancelling throws away what still comes; the other direction goes on.
     *
     * @throws IllegalStateException if the messages are read as bytes
     */
    public Flow.Publisher<Message> publisher() {
        choose(publisher);
        return publisher;
    }

    /**
     * A subscriber that sends every message as what it is and asks for the next when there is room. When the publisher completes the socket is closed, when it
     * fails the socket is terminated; when the socket closes the subscription is cancelled. Each is good for one publisher.
     */
    public Flow.Subscriber<Message> subscriber() {
        return new MessageSubscriber(socket);
    }

    private void choose(Object wanted) {
        lock.lock();
        try {
            if (form != null && form != wanted) {
                throw new IllegalStateException(
                        "The messages of a stream are read as bytes or by a subscriber, not in both ways");
            }
            form = wanted;
        } finally {
            lock.unlock();
        }
    }

    private void refuseToWait() {
        var connection = socket.state().connection();
        if (connection != null && connection.isCallbackThread()) {
            throw new IllegalStateException("A read in a listener of the same socket would wait for itself: the next"
                    + " message comes after the listener has returned. Read on another thread");
        }
    }

    /**
     * Reads what is there, or waits for at least one byte.
     *
     * @return how many bytes, -1 at the end
     * @throws ClosedChannelException if the stream was closed or destroyed here
     * @throws IllegalStateException as {@link #input}, and in a listener of the same socket, where it would wait for itself
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        choose(input);
        if (output.isClosed()) {
            throw new ClosedChannelException();
        }
        return input.read(target);
    }

    /**
     * Sends the content as one binary message; waits for the socket to open and for room.
     *
     * @return the number of bytes, always all
     * @throws ClosedChannelException if the stream or the socket has closed
     */
    @Override
    public int write(ByteBuffer content) throws IOException {
        return output.write(content);
    }

    /** Whether neither end has begun to close. */
    @Override
    public boolean isOpen() {
        return !destroyed
                && !output.isClosed()
                && (socket.readyState() == ReadyState.OPEN || socket.readyState() == ReadyState.CONNECTING);
    }

    /**
     * Ends the stream: what was written before leaves, then the close frame; returns when the socket has closed (inside a listener of it at once). What the peer
     * sends meanwhile is thrown away. Does nothing if it has closed.
     *
     * @throws IOException if something that was written could not be sent
     */
    @Override
    public void close() throws IOException {
        output.close();
    }

    /** Ends the stream at once: terminates the socket, unless it has failed itself. Reads and writes that wait fail. */
    public void destroy() {
        destroy(new ClosedChannelException());
    }

    /**
     * As {@link #destroy()}.
     *
     * @param cause what reads and the subscriber are told
     */
    public void destroy(IOException cause) {
        destroyed = true;
        inbox.destroy(cause);
        if (socket.state().messages.failure() == null) {
            socket.terminate();
        }
    }
}
