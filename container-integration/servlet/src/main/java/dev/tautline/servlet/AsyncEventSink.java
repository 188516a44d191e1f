// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.eventsource.EventSink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    /** The stream has failed; the container ends the response. */
    private volatile boolean broken;

    /** How long the container may take to say that a response whose stream has failed is over. */
    private static final long ERROR_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ConnectionRuntime runtime;

    AsyncEventSink(AsyncContext async, ServletOutputStream output, ConnectionRuntime runtime) {
        this.async = async;
        this.output = output;
        this.runtime = runtime;
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

        /**
         * The container deals with this error itself, on a thread of its own. Completing from here meanwhile would end whatever request it has
         * given the same objects to next (seen on Tomcat); only where it stays silent we complete.
         */
        @Override
        public void broke(Throwable cause) {
            broken = true;
            writer.stop();
            if (!closed.get()) {
                listener().onFailure(cause);
            }
            var unused = runtime.timers()
                    .schedule(() -> runtime.workers().execute(AsyncEventSink.this::complete), ERROR_NANOS);
        }
    }

    /** The container's word about the request. */
    private final class Life implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            writer.settle();
            completed();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            writer.settle();
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
        if (!broken) {
            complete();
        }
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

    /** The container has taken the response back: nothing of it may be touched any more. */
    private void completed() {
        if (closed.compareAndSet(false, true)) {
            writer.stop();
            listener().onClosed();
        }
    }
}
