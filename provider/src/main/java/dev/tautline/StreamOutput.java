// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** Every write is a binary message. Any thread. */
final class StreamOutput extends OutputStream {
    private final WebSocket socket;
    private final Inbox inbox;
    private final PacedSender sender;
    private volatile boolean closed;

    StreamOutput(WebSocket socket, Inbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
        this.sender = new PacedSender(socket);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, content.length);
        write(ByteBuffer.wrap(content, offset, length));
    }

    /** As {@link java.nio.channels.WritableByteChannel#write}; all or nothing. */
    int write(ByteBuffer content) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        int length = content.remaining();
        if (length > 0) {
            sender.sendBlocking(Message.of(content.duplicate()));
            content.position(content.limit());
        }
        return length;
    }

    /** Waits until everything has been written. */
    @Override
    public void flush() throws IOException {
        sender.flush();
    }

    /** Closes the socket after what was written, and waits until it has closed. */
    @Override
    public void close() throws IOException {
        boolean first = !closed;
        closed = true;
        if (first) {
            // Nobody would read it, and the peer's close frame would wait behind it.
            inbox.ignoreFurther();
            socket.close();
        }
        Connection connection = socket.state().connection();
        if (connection != null && connection.isCallbackThread()) {
            return;
        }
        Blocking.begin();
        try {
            socket.closed().toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw PacedSender.interrupted();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        if (first) {
            sender.throwFailure();
        }
    }
}
