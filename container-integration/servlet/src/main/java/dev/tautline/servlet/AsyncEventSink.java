// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.eventsource.EventSink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A servlet's response as the sink of an event stream, without a thread. Whatever touches the response happens in a <em>turn</em>, and one thread at a time
 * takes turns ({@link #asked} counts who wants one): one that {@link ResponseThreads} names, or the container's inside its calls. The first turn is the
 * container's first {@code onWritePossible}: until then the servlet may still be running.
 */
final class AsyncEventSink implements EventSink {
    /** The request attribute that {@link EventStreamFilter} looks for. */
    static final String ATTRIBUTE = AsyncEventSink.class.getName();

    private static final System.Logger LOG = System.getLogger(AsyncEventSink.class.getName());
    private static final int TURNS_AT_ONCE = 16;

    private final ServletOutputStream output;
    private final ResponseThreads threads;
    private final Executor workers;
    private final EventStreamWriter writer;
    private final Writable writable = new Writable();

    /** Held around every call that touches the response or its {@link AsyncContext}; who finds {@link #closed} under it leaves both alone. */
    private final ReentrantLock touching = new ReentrantLock();

    private final AtomicInteger asked = new AtomicInteger(1);
    /** The next {@code onWritePossible} brings the turn: {@link #asked} has been raised for it. */
    private volatile boolean expected = true;
    /** {@link #await} has asked for a thread. */
    private volatile boolean dispatching;
    /** The response has been given back to the container. */
    private final AtomicBoolean closed = new AtomicBoolean();

    private volatile @Nullable Listener listener;
    private volatile boolean ending;
    private volatile boolean aborting;

    /** Changed under {@link #touching}. */
    private AsyncContext async;

    /** Owned by the turn. */
    private boolean opened;

    AsyncEventSink(AsyncContext async, ServletOutputStream output, ResponseThreads threads, Executor workers) {
        this.async = async;
        this.output = output;
        this.threads = threads;
        this.workers = workers;
        this.writer = new EventStreamWriter(output, threads.undertow());
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        async.addListener(new Life());
        output.setWriteListener(writable);
    }

    @Override
    public boolean write(byte[] bytes) {
        writer.write(bytes);
        ask();
        return false;
    }

    @Override
    public void end() {
        ending = true;
        ask();
    }

    @Override
    public void abort() {
        aborting = true;
        ask();
    }

    /** Wants a turn, on whatever thread may take one. */
    private void ask() {
        if (asked.getAndIncrement() == 0) {
            leaveTurns();
        }
    }

    private void leaveTurns() {
        ContainerDispatch dispatch = threads.dispatch();
        if (dispatch != null) {
            await(dispatch);
            return;
        }
        try {
            threads.executor().execute(this::takeTurns);
        } catch (RejectedExecutionException e) {
            // The server has been stopped, and nobody else is left.
            takeTurns();
        }
    }

    private void takeTurns() {
        int turns = 0;
        int seen;
        do {
            if (turns++ == TURNS_AT_ONCE && threads.onIoThread()) {
                // Others of the same I/O thread come first; by a worker, because what it gives itself it runs before it
                // looks at them.
                workers.execute(this::leaveTurns);
                return;
            }
            seen = asked.get();
            turn();
        } while (!asked.compareAndSet(seen, 0));
    }

    private void turn() {
        boolean opens = !opened;
        boolean written = false;
        boolean over = false;
        Throwable failure = null;
        touching.lock();
        try {
            opened = true;
            if (!opens && !aborting && !closed.get()) {
                written = writer.advance();
            }
            over = isOver() && giveBack();
        } catch (IOException | RuntimeException e) {
            failure = e;
            over = giveBack();
        } finally {
            touching.unlock();
        }
        if (opens) {
            listener().onOpen();
        }
        if (written) {
            listener().onWritten();
        }
        tellEnd(over, failure);
    }

    /** A turn on a thread that may not touch the response: gets one that may, or ends what needs none. */
    private void await(ContainerDispatch dispatch) {
        int seen;
        do {
            seen = asked.get();
            boolean over = false;
            Throwable failure = null;
            touching.lock();
            try {
                over = isOver() && giveBack();
                if (!closed.get() && writer.hasWork()) {
                    expected = true;
                    dispatching = true;
                    dispatch.run(async);
                    return;
                }
            } catch (RuntimeException e) {
                failure = e;
                over = giveBack();
            } finally {
                touching.unlock();
            }
            tellEnd(over, failure);
        } while (!asked.compareAndSet(seen, 0));
    }

    /** The thread that {@link #await} has asked for; {@code false} if it is for somebody else. */
    boolean onDispatch(ServletRequest request) {
        if (!dispatching) {
            return false;
        }
        touching.lock();
        try {
            dispatching = false;
            if (!closed.get()) {
                async = request.startAsync();
                async.setTimeout(0);
                output.setWriteListener(writable);
            }
        } finally {
            touching.unlock();
        }
        return true;
    }

    private boolean isOver() {
        return aborting || (ending && writer.isIdle());
    }

    /** Gives the response back to the container, once. Under {@link #touching}. */
    private boolean giveBack() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        UndertowConnection undertow = threads.undertow();
        try {
            if (undertow != null && !writer.isIdle()) {
                // Undertow would wait for a client that takes nothing.
                undertow.close();
            }
            async.complete();
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "The container has ended the response already", e);
        }
        return true;
    }

    private void tellEnd(boolean over, @Nullable Throwable failure) {
        if (over) {
            if (failure != null) {
                listener().onFailure(failure);
            }
            listener().onClosed();
        }
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    /** The container says that the response is over; when this returns it may give its objects to another request. */
    private void endedByContainer(@Nullable Throwable cause) {
        boolean over;
        touching.lock();
        try {
            over = giveBack();
        } finally {
            touching.unlock();
        }
        tellEnd(over, cause);
    }

    private final class Writable implements WriteListener {
        @Override
        public void onWritePossible() {
            writer.onWritePossible();
            if (expected) {
                expected = false;
                takeTurns();
            } else if (asked.getAndIncrement() == 0) {
                takeTurns();
            }
        }

        @Override
        public void onError(Throwable cause) {
            endedByContainer(cause);
        }
    }

    /** The container's word about the request. */
    private final class Life implements AsyncListener {
        /** Follows our own {@code complete}, or one of the application's. Takes no lock: Tomcat holds one that {@code complete} wants. */
        @Override
        public void onComplete(AsyncEvent event) {
            tellEnd(closed.compareAndSet(false, true), null);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            endedByContainer(null);
        }

        @Override
        public void onError(AsyncEvent event) {
            Throwable cause = event.getThrowable();
            endedByContainer(cause == null ? new IOException("The container reports an error of the response") : cause);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
