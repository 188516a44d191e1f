// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transport on the Servlet API alone, non-blocking both ways. Reading belongs to {@link ServletReader}, writing to
 * {@link UpgradeWriter}; whatever touches the streams, closing too, happens in a <em>turn</em>, and one thread at a time takes turns
 * ({@link #asked} counts who wants one): the container's thread inside its callbacks, else a worker. On Undertow it is always the
 * connection's I/O thread. Callbacks of the application run on workers.
 */
final class ServletTransport implements Transport {
    /** Why the connection ends. */
    private record End(@Nullable Throwable cause) {}

    private final WebConnection connection;
    private final ConnectionFacts facts;
    private final @Nullable UndertowConnection undertow;
    private final Executor workers;
    private final Executor turnTakers;
    private final ServletReader reader;
    private final UpgradeWriter writer;
    private final AtomicInteger asked = new AtomicInteger();
    /** Set once; who sets it ends the connection. */
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    private volatile @Nullable TransportListener listener;

    // Owned by the turn.
    private boolean released;
    private boolean told;

    ServletTransport(
            WebConnection connection,
            ConnectionFacts facts,
            EngineRuntime runtime,
            @Nullable UndertowConnection undertow)
            throws IOException {
        this.connection = connection;
        this.facts = facts;
        this.undertow = undertow;
        this.workers = runtime.workers();
        this.turnTakers = undertow != null ? undertow.ioThread() : workers;
        this.reader = new ServletReader(this, connection.getInputStream(), runtime.readBuffers());
        this.writer = new UpgradeWriter(this, connection.getOutputStream(), undertow);
    }

    @Override
    public void start(TransportListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        if (!isEnding()) {
            try {
                // The listeners come before any other use of the streams: containers refuse isReady and writes without
                // them.
                writer.start();
                reader.start();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
        if (isEnding()) {
            // Whoever ended it before there was a listener could tell nobody.
            ask();
        }
    }

    @Override
    public void demand() {
        reader.demand();
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        writer.write(buffers, count);
        return false;
    }

    /**
     * The Servlet API knows no half-close: closes both directions once what was written has left. On Undertow ours is closed alone, what the
     * peer still sends is thrown away, and its end closes the connection: closed with unread bytes the socket would send a reset, and the
     * peer might not see the close frame.
     */
    @Override
    public void shutdownOutput() {
        writer.closeWhenWritten();
    }

    @Override
    public void abort() {
        close(null);
    }

    /** The container has taken the connection away. */
    void closedByContainer() {
        close(null);
    }

    void fail(Throwable cause) {
        close(writer.isFinished() ? null : cause);
    }

    private void close(@Nullable Throwable cause) {
        if (end.compareAndSet(null, new End(cause))) {
            ask();
        }
    }

    boolean isEnding() {
        return end.get() != null;
    }

    /** Wants a turn, on whatever thread takes one next. */
    void ask() {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        if (undertow != null && undertow.isIoThread()) {
            takeTurns();
        } else {
            leaveTurns();
        }
    }

    /** Wants a turn now; for threads that the container calls back with. */
    void askHere() {
        if (asked.getAndIncrement() == 0) {
            takeTurns();
        }
    }

    private void leaveTurns() {
        try {
            turnTakers.execute(this::takeTurns);
        } catch (RejectedExecutionException e) {
            // The container's threads have ended, and the connection with them: nobody else touches the streams any
            // more.
            end.compareAndSet(null, new End(e));
            takeTurns();
        }
    }

    private void takeTurns() {
        int seen;
        do {
            seen = asked.get();
            if (turn()) {
                // By a worker: an I/O thread runs what it has given itself before it looks at other connections.
                workers.execute(this::leaveTurns);
                return;
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    /** Whether there is more to read, but others come first. */
    private boolean turn() {
        boolean more = false;
        TransportListener listener = this.listener;
        if (listener != null && !isEnding()) {
            try {
                writer.advance(listener);
                more = reader.advance(listener, writer.isFinished());
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
        End end = this.end.get();
        if (end == null) {
            return more;
        }
        release();
        if (listener != null && !told) {
            told = true;
            if (end.cause() != null) {
                listener.onFailure(end.cause());
            }
            listener.onClosed();
        }
        return false;
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        try {
            if (undertow != null) {
                undertow.close();
            } else {
                connection.close();
            }
        } catch (Exception e) {
            // The connection is gone either way; the listener hears of it.
        }
    }

    @Override
    public boolean runsCallbacks() {
        return false;
    }

    @Override
    public boolean isSecure() {
        return facts.secure();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return facts.local();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return facts.remote();
    }

    @Override
    public String name() {
        return "portable";
    }
}
