// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * A connection on Jetty's {@link EndPoint}: plain, TLS, Unix socket or a stream of HTTP/2. Reading belongs to
 * {@link EndPointReader}, writing to {@link EndPointWriter}. Both run on Jetty's selector threads, so callbacks go to workers. The end
 * is told by Jetty, through {@link #closedByJetty}, whoever closes.
 */
final class JettyTransport implements Transport {
    private final EndPoint endPoint;
    private final boolean secure;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;
    private final EndPointReader reader;
    private final EndPointWriter writer;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /** Reads and completions of writes that are in the listener now. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean aborted;
    private volatile boolean closed;
    private volatile @Nullable TransportListener listener;

    JettyTransport(EndPoint endPoint, boolean secure, @Nullable ByteBuffer early, EngineRuntime runtime) {
        this.endPoint = endPoint;
        this.secure = secure;
        this.local = endPoint.getLocalSocketAddress();
        this.remote = endPoint.getRemoteSocketAddress();
        this.reader = new EndPointReader(this, endPoint, early, runtime);
        this.writer = new EndPointWriter(this, endPoint);
    }

    @Override
    public void start(TransportListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        if (closed) {
            tellClosed();
        }
    }

    TransportListener listener() {
        return Objects.requireNonNull(listener, "start has not been called");
    }

    @Override
    public void demand() {
        reader.demand();
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        return writer.write(buffers, count);
    }

    @Override
    public void shutdownOutput() {
        writer.shutdown();
    }

    @Override
    public void abort() {
        aborted = true;
        endPoint.close();
    }

    /** The connection broke, unless somebody has closed it: then a write that was under way fails as well. */
    void fail(Throwable cause) {
        if (!closed && !aborted && !(cause instanceof ClosedChannelException)) {
            failure.compareAndSet(null, cause);
        }
        endPoint.close(cause);
    }

    /** @param cause why, or {@code null} for an ordinary end */
    void closedByJetty(@Nullable Throwable cause) {
        if (cause != null && !aborted) {
            failure.compareAndSet(null, cause);
        }
        closed = true;
        if (calls.get() == 0) {
            tellClosed();
        }
    }

    /**
     * Begins calls to the listener. Jetty tells the end on another thread than it reads and writes, and the end comes last.
     *
     * @return whether the listener may still be called; if so, {@link #exit} follows
     */
    boolean enter() {
        calls.incrementAndGet();
        if (closed) {
            exit();
            return false;
        }
        return true;
    }

    void exit() {
        if (calls.decrementAndGet() == 0 && closed) {
            tellClosed();
        }
    }

    private void tellClosed() {
        TransportListener listener = this.listener;
        if (listener == null || !told.compareAndSet(false, true)) {
            return;
        }
        Throwable cause = failure.get();
        if (cause != null) {
            listener.onFailure(cause);
        }
        listener.onClosed();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public boolean runsCallbacks() {
        return false;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String name() {
        return "jetty-endpoint";
    }
}
