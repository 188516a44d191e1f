// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction of a {@link ServletTransport}. The stream is touched in turns only, and only between {@code onWritePossible} and the
 * {@code isReady} that answers {@code false}: before and after that it is the container's.
 */
final class UpgradeWriter implements WriteListener {
    private final ServletTransport transport;
    private final ServletOutputStream output;
    private final @Nullable UndertowConnection undertow;
    /** What the stream has not been given. Set by whoever writes, taken in a turn. */
    private volatile byte @Nullable [] pending;

    private volatile boolean closing;
    /** The stream is ours. Set by the container's thread, cleared in a turn. */
    private volatile boolean possible;

    // Owned by the turn.
    /** The stream has bytes of which it is not known whether they have left. */
    private boolean flushing;

    private boolean shut;

    /** Changed in a turn only. */
    private volatile boolean finished;

    UpgradeWriter(ServletTransport transport, ServletOutputStream output, @Nullable UndertowConnection undertow) {
        this.transport = transport;
        this.output = output;
        this.undertow = undertow;
    }

    void start() {
        output.setWriteListener(this);
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
        if (possible) {
            transport.ask();
        }
    }

    @Override
    public void onWritePossible() {
        possible = true;
        transport.askHere();
    }

    @Override
    public void onError(Throwable cause) {
        transport.fail(cause);
        if (undertow != null) {
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
        if (bytes != null && isReady()) {
            pending = null;
            flushing = true;
            // An empty write would make Undertow write empty TLS records without end.
            if (bytes.length > 0) {
                output.write(bytes);
            }
            if (undertow == null && isReady()) {
                output.flush();
            }
        }
        if (flushing && hasLeft()) {
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
        if (undertow != null && possible && !shut) {
            shut = true;
            undertow.shutdownWrites();
        }
        if (!finished && hasLeft()) {
            finished = undertow != null;
            if (!finished) {
                transport.abort();
            }
        }
    }

    private boolean hasLeft() throws IOException {
        if (!isReady()) {
            return false;
        }
        if (undertow == null || undertow.flush()) {
            return true;
        }
        possible = false;
        return false;
    }

    private boolean isReady() {
        if (!possible) {
            return false;
        }
        // Before the question: the call that a "no" promises may come before the answer.
        possible = false;
        if (!output.isReady()) {
            return false;
        }
        possible = true;
        return true;
    }
}
