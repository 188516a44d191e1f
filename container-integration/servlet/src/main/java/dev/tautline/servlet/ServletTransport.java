// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The transport on the Servlet API alone, non-blocking both ways. Reading belongs to {@link ServletReader}, writing to
 * {@link ServletWriter}; this class joins their ends. Callbacks run on workers: a container may hold the lock that writing needs while it
 * calls {@code onDataAvailable}.
 */
final class ServletTransport implements Transport {
    private final WebConnection connection;
    private final ConnectionFacts facts;
    private final ServletReader reader;
    private final ServletWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable TransportListener listener;

    ServletTransport(WebConnection connection, ConnectionFacts facts, EngineRuntime runtime) throws IOException {
        this.connection = connection;
        this.facts = facts;
        ServletInputStream input = connection.getInputStream();
        ServletOutputStream output = connection.getOutputStream();
        this.reader = new ServletReader(this, input, runtime);
        this.writer = new ServletWriter(new WriterOwner(), output);
    }

    @Override
    public void start(TransportListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        // The listeners come before any other use of the streams: containers refuse isReady and writes without them.
        writer.start();
        reader.start(listener);
    }

    private final class WriterOwner implements ServletWriter.Owner {
        @Override
        public void onWritten() {
            Objects.requireNonNull(listener).onWritten();
        }

        @Override
        public void onDrained() {
            abort();
        }

        @Override
        public void fail(Throwable cause) {
            close(cause);
        }
    }

    @Override
    public void demand() {
        reader.demand();
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        return writer.write(buffers, count);
    }

    /** The Servlet API knows no half-close: closes both directions once what was written has left. */
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
        close(cause);
    }

    /** Closes once; whoever comes first tells the listener. */
    private void close(@Nullable Throwable cause) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        reader.stop();
        writer.stop();
        closeConnection();
        TransportListener listener = this.listener;
        if (listener != null) {
            if (cause != null) {
                listener.onFailure(cause);
            }
            listener.onClosed();
        }
    }

    /**
     * Undertow writes what is unfinished before it closes, and waits for the peer with it; an interrupt lets it give up at once.
     */
    private void closeConnection() {
        boolean cuts = writer.closingWaits();
        boolean interrupted = Thread.interrupted();
        if (cuts) {
            Thread.currentThread().interrupt();
        }
        try {
            connection.close();
        } catch (Exception e) {
            // The connection is gone either way; the listener hears of it.
        } finally {
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isClosed() {
        return closed.get();
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
