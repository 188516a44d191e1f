// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
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

    /** How far the write under way has come: what the stream has taken still has to be flushed, and then to leave. */
    private enum Step {
        IDLE,
        WRITTEN,
        FLUSHED
    }

    /** What the writer tells its owner. */
    interface Owner {
        /** The write that was not complete at once is complete. */
        void onWritten();

        /** All is written, and {@link #closeWhenWritten} was called. */
        void onDrained();

        /** The container says that the stream is broken, on its own thread. */
        void fail(Throwable cause);

        /** A call of the stream has failed, on any thread. */
        void broke(Throwable cause);
    }

    private static final long SETTLE_SECONDS = 5;

    private final Owner owner;
    /** Held by the thread that is inside {@link #advance}. */
    private final ReentrantLock touching = new ReentrantLock();

    private final ServletOutputStream output;
    private final boolean undertow;
    private final AtomicInteger driving = new AtomicInteger();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
    private volatile byte @Nullable [] pending;
    private volatile boolean closing;
    private volatile boolean stopped;
    /** Changed inside {@link #drive} only. */
    private volatile Step step = Step.IDLE;

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

    /**
     * Waits until no other thread is inside a call of the stream. For the container's thread, before it takes the response back: on Tomcat a write that
     * fails on another thread would otherwise leave its error in objects that the next request gets.
     */
    void settle() {
        try {
            if (touching.tryLock(SETTLE_SECONDS, TimeUnit.SECONDS)) {
                touching.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        settle();
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
            touching.lock();
            try {
                advance();
            } catch (IOException | RuntimeException e) {
                owner.broke(e);
            } finally {
                touching.unlock();
            }
            asked = driving.addAndGet(-asked);
        } while (asked != 0);
    }

    /** Each {@code isReady} that answers {@code false} ends the round: what follows is done after the container's callback. */
    private void advance() throws IOException {
        if (stopped) {
            return;
        }
        byte[] bytes = pending;
        if (step == Step.IDLE && bytes != null && output.isReady()) {
            pending = null;
            step = Step.WRITTEN;
            output.write(bytes);
        }
        if (step == Step.WRITTEN) {
            if (!output.isReady()) {
                return;
            }
            step = Step.FLUSHED;
            output.flush();
        }
        if (step == Step.FLUSHED) {
            if (!output.isReady()) {
                return;
            }
            step = Step.IDLE;
            if (!outcome.compareAndSet(Outcome.PENDING, Outcome.DONE)) {
                owner.onWritten();
            }
        }
        if (closing && step == Step.IDLE && pending == null) {
            owner.onDrained();
        }
    }
}
