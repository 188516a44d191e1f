// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction of a {@link ServletTransport}. The stream is touched only inside {@link #drive}, which one thread at a
 * time runs ({@link #driving} counts who asked); {@code isReady} is asked only there, so each {@code false} is followed by one
 * {@code onWritePossible}, which drives again.
 */
final class ServletWriter implements WriteListener {
    private enum Outcome {
        PENDING,
        DONE,
        LATER
    }

    private final ServletTransport transport;
    private final ServletOutputStream output;
    private final boolean undertow;
    private final AtomicInteger driving = new AtomicInteger();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
    private volatile byte @Nullable [] pending;
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile @Nullable TransportListener listener;

    /** Written to the stream, not yet known to have left; changed inside {@link #drive} only. */
    private volatile boolean flushing;

    ServletWriter(ServletTransport transport, ServletOutputStream output) {
        this.transport = transport;
        this.output = output;
        this.undertow = output.getClass().getName().startsWith("io.undertow.");
    }

    void start(TransportListener listener) {
        this.listener = listener;
        output.setWriteListener(this);
    }

    boolean write(ByteBuffer[] buffers, int count) {
        outcome.set(Outcome.PENDING);
        pending = copy(buffers, count);
        drive();
        return !outcome.compareAndSet(Outcome.PENDING, Outcome.LATER);
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
        drive();
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void onWritePossible() {
        drive();
    }

    /** Whether closing the stream would wait until the peer has taken all bytes. Any thread; exact once nobody writes any more. */
    boolean closingWaits() {
        return undertow && (flushing || pending != null);
    }

    @Override
    public void onError(Throwable cause) {
        transport.fail(cause);
        if (undertow) {
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

    private void drive() {
        if (driving.getAndIncrement() != 0) {
            return;
        }
        int asked = 1;
        do {
            try {
                advance();
            } catch (IOException | RuntimeException e) {
                transport.fail(e);
            }
            asked = driving.addAndGet(-asked);
        } while (asked != 0);
    }

    private void advance() throws IOException {
        if (stopped) {
            return;
        }
        byte[] bytes = pending;
        if (bytes != null && output.isReady()) {
            flushing = true;
            pending = null;
            output.write(bytes);
            if (output.isReady()) {
                output.flush();
            }
        }
        if (flushing && output.isReady()) {
            flushing = false;
            if (!outcome.compareAndSet(Outcome.PENDING, Outcome.DONE)) {
                Objects.requireNonNull(listener).onWritten();
            }
        }
        if (closing && !flushing && pending == null) {
            transport.abort();
        }
    }
}
