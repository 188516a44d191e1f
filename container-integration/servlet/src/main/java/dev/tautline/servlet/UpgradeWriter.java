// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction of a {@link ServletTransport}. The stream is touched in turns only.
 */
final class UpgradeWriter implements WriteListener {
    private final ServletTransport transport;
    private final NonBlockingOutput output;
    /** What the stream has not been given. Set by whoever writes, taken in a turn. */
    private volatile byte @Nullable [] pending;

    private volatile boolean closing;

    // Owned by the turn.
    /** The stream has bytes of which it is not known whether they have left. */
    private boolean flushing;

    /** The stream has bytes that it may keep until it is told to flush. */
    private boolean unflushed;

    private boolean shut;

    /** Changed in a turn only. */
    private volatile boolean finished;

    UpgradeWriter(ServletTransport transport, ServletOutputStream output, @Nullable UndertowConnection undertow) {
        this.transport = transport;
        this.output = new NonBlockingOutput(output, undertow);
    }

    void start() {
        output.stream.setWriteListener(this);
    }

    void write(ByteBuffer[] buffers, int count) {
        pending = copy(buffers, count);
        wake();
    }

    /**
     * One array of exact length for each write: containers may keep the array of a write that did not finish, and at least one
     * ignores offset and length.
     */
    private static byte[] copy(ByteBuffer[] buffers, int count) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += buffers[i].remaining();
        }
        byte[] bytes = new byte[length];
        int offset = 0;
        for (int i = 0; i < count; i++) {
            int remaining = buffers[i].remaining();
            buffers[i].get(bytes, offset, remaining);
            offset += remaining;
        }
        return bytes;
    }

    void closeWhenWritten() {
        closing = true;
        wake();
    }

    private void wake() {
        // Else the container calls when writing is possible.
        if (output.isPossible()) {
            transport.ask();
        }
    }

    @Override
    public void onWritePossible() {
        output.onWritePossible();
        transport.askHere();
    }

    @Override
    public void onError(Throwable cause) {
        transport.fail(cause);
        if (output.undertow != null) {
            // Undertow's I/O thread would write the rest of a failed write to the closed channel again and again; this
            // ends its loop.
            throw new ClosedConnectionException();
        }
    }

    /** Leaves the container's write loop; the connection's listener has been told the cause. */
    private static final class ClosedConnectionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClosedConnectionException() {
            super("The connection is closed; what waited to be written is dropped", null, false, false);
        }
    }

    /** Writes what there is, as far as the stream takes it. A step of the turn. */
    void advance(TransportListener listener) throws IOException {
        byte[] bytes = pending;
        if (bytes != null && output.isReady()) {
            pending = null;
            flushing = true;
            unflushed = output.undertow == null;
            // An empty write would make Undertow write empty TLS records without end.
            if (bytes.length > 0) {
                output.stream.write(bytes);
            }
        }
        if (unflushed && output.isReady()) {
            unflushed = false;
            output.stream.flush();
        }
        if (flushing && !unflushed && output.hasLeft()) {
            flushing = false;
            listener.onWritten();
        }
        if (closing && !flushing && pending == null) {
            close();
        }
    }

    /** Our FIN has left; only Undertow has a half-close. Any thread. */
    boolean isFinished() {
        return finished;
    }

    private void close() throws IOException {
        if (output.undertow != null && output.isPossible() && !shut) {
            shut = true;
            output.undertow.shutdownWrites();
        }
        if (!finished && output.hasLeft()) {
            finished = output.undertow != null;
            if (!finished) {
                transport.abort();
            }
        }
    }
}
