// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A response in memory. Takes writes at once, or holds each until the test lets it go. */
final class MemorySink implements EventSink {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private @Nullable Listener listener;
    private byte @Nullable [] held;
    private boolean holds;
    private boolean closed;
    private int writes;

    @Override
    public synchronized void start(Listener newListener) {
        listener = newListener;
    }

    void open() {
        listener().onOpen();
    }

    /** From now on writes stay open until {@link #takeHeld}. */
    synchronized MemorySink hold() {
        holds = true;
        return this;
    }

    /** The peer reads on: the write that is held completes. */
    void takeHeld() {
        synchronized (this) {
            taken.writeBytes(Objects.requireNonNull(held, "no write is held"));
            held = null;
        }
        listener().onWritten();
    }

    synchronized boolean isHolding() {
        return held != null;
    }

    @Override
    public synchronized boolean write(byte[] bytes) {
        writes++;
        if (held != null) {
            throw new IllegalStateException("Two writes at once");
        }
        if (closed) {
            return false;
        }
        if (holds) {
            held = bytes;
            return false;
        }
        taken.writeBytes(bytes);
        return true;
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void abort() {
        close();
    }

    /** The connection breaks. */
    void fail(Throwable cause) {
        listener().onFailure(cause);
        close();
    }

    private void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        listener().onClosed();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int writes() {
        return writes;
    }

    /** What was written since the last call. */
    synchronized String take() {
        String text = taken.toString(StandardCharsets.UTF_8);
        taken.reset();
        return text;
    }

    private synchronized Listener listener() {
        return Objects.requireNonNull(listener);
    }
}
