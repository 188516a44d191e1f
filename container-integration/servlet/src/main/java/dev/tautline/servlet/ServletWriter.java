// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a {@link ServletOutputStream} without blocking: an event stream. The stream is touched only inside {@link #drive}, which one thread at a time runs ({@link #driving} counts who asked);
 * {@code isReady} is asked only there, so each {@code false} is followed by one {@code onWritePossible}, which drives again.
 */
final class ServletWriter implements WriteListener {
    private enum Outcome {
        PENDING,
        DONE,
        LATER
    }

    /** What the writer tells its owner. */
    interface Owner {
        /** The write that was not complete at once is complete. */
        void onWritten();

        /** All is written, and {@link #closeWhenWritten} was called. */
        void onDrained();

        /** The stream is broken. */
        void fail(Throwable cause);
    }

    private final Owner owner;
    private final ServletOutputStream output;
    private final boolean undertow;
    private final AtomicInteger driving = new AtomicInteger();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
    private volatile byte @Nullable [] pending;
    private volatile boolean closing;
    private volatile boolean stopped;
    /** Written to the stream, not yet known to have left; changed inside {@link #drive} only. */
    private volatile boolean flushing;

    ServletWriter(Owner owner, ServletOutputStream output) {
        this.owner = owner;
        this.output = output;
        this.undertow = output.getClass().getName().startsWith("io.undertow.");
    }

    void start() {
        output.setWriteListener(this);
    }

    /**
     * Writes all bytes.
     *
     * @param bytes the writer's from now on
     * @return whether they have been written; otherwise {@link Owner#onWritten} follows, or {@link Owner#fail}
     */
    boolean write(byte[] bytes) {
        outcome.set(Outcome.PENDING);
        pending = bytes;
        drive();
        return !outcome.compareAndSet(Outcome.PENDING, Outcome.LATER);
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

    @Override
    public void onError(Throwable cause) {
        owner.fail(cause);
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
                owner.fail(e);
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
                owner.onWritten();
            }
        }
        if (closing && !flushing && pending == null) {
            owner.onDrained();
        }
    }
}
