// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.eventsource.EventSink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A servlet's response as the sink of an event stream, without a thread. Nothing touches the stream before the container's first
 * {@code onWritePossible}: the servlet may still be running until then.
 */
final class AsyncEventSink implements EventSink {
    private static final System.Logger LOG = System.getLogger(AsyncEventSink.class.getName());

    private final AsyncContext async;
    private final ServletOutputStream output;
    private final ServletWriter writer;
    private final AtomicBoolean opened = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Listener listener;

    AsyncEventSink(AsyncContext async, ServletOutputStream output) {
        this.async = async;
        this.output = output;
        this.writer = new ServletWriter(new WriterOwner(), output);
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        async.addListener(new Life());
        output.setWriteListener(new Writable());
    }

    private final class Writable implements WriteListener {
        @Override
        public void onWritePossible() {
            if (opened.compareAndSet(false, true)) {
                listener().onOpen();
            } else {
                writer.onWritePossible();
            }
        }

        @Override
        public void onError(Throwable cause) {
            writer.onError(cause);
        }
    }

    private final class WriterOwner implements ServletWriter.Owner {
        @Override
        public void onWritten() {
            listener().onWritten();
        }

        @Override
        public void onDrained() {
            complete();
        }

        @Override
        public void fail(Throwable cause) {
            AsyncEventSink.this.fail(cause);
        }
    }

    /** The container's word about the request. */
    private final class Life implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            complete();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            Throwable cause = event.getThrowable();
            fail(cause == null ? new IOException("The container reports an error of the response") : cause);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public boolean write(byte[] bytes) {
        return writer.write(bytes);
    }

    @Override
    public void end() {
        writer.closeWhenWritten();
    }

    @Override
    public void abort() {
        complete();
    }

    private void fail(Throwable cause) {
        if (!closed.get()) {
            listener().onFailure(cause);
        }
        complete();
    }

    /** Gives the response back to the container, once. */
    private void complete() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.stop();
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "The container has ended the response already", e);
        }
        listener().onClosed();
    }
}
