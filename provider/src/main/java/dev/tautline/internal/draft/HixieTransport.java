// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A transport of hixie's bytes as one of RFC 6455's. It never runs callbacks: whoever reads only translates. One {@code onRead} of the transport below becomes one of
 * the connection's, or a new demand where nothing came of it, so nothing waits in here but the bytes that came behind a challenge.
 */
final class HixieTransport implements Transport, TransportListener {
    /** The sign of {@link #readers}: the transport has closed. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final Transport below;
    private final Hixie version;
    private final ConnectionRuntime runtime;
    private final HixieDecoder decoder;
    private final HixieEncoder encoder;
    /** Calls that are in the connection's {@code onRead} or {@code onEof}, two where the next one came before the one that asked for it was back. */
    private final AtomicInteger readers = new AtomicInteger();

    private final AtomicReference<@Nullable ByteBuffer> early = new AtomicReference<>();
    /** The peer has gone and the connection has been told of a close frame first. */
    private volatile boolean ended;

    /** Written once, under this. */
    private volatile @Nullable TransportListener listener;

    /** The transport has closed before there was a connection. Guarded by this. */
    private boolean closedEarly;

    /** @param maxLength of a message, and of a frame that is skipped */
    HixieTransport(Transport below, Hixie version, long maxLength, ConnectionRuntime runtime) {
        this.below = below;
        this.version = version;
        this.runtime = runtime;
        this.decoder = new HixieDecoder(version, maxLength);
        this.encoder = new HixieEncoder(version);
    }

    /** Bytes that have been read already. Before {@link #start}. */
    void early(ByteBuffer bytes) {
        early.set(bytes);
    }

    private TransportListener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void start(TransportListener connection) {
        boolean closed;
        synchronized (this) {
            listener = connection;
            closed = closedEarly;
        }
        if (closed) {
            runtime.workers().execute(this::onClosed);
        }
    }

    @Override
    public void demand() {
        ByteBuffer first = early.getAndSet(null);
        if (first != null) {
            runtime.workers().execute(() -> onRead(first));
        } else if (ended) {
            runtime.workers().execute(() -> inTurn(listener()::onEof));
        } else {
            below.demand();
        }
    }

    @Override
    public void onRead(ByteBuffer buffer) {
        ByteBuffer frames = decoder.decode(buffer);
        if (frames.hasRemaining()) {
            inTurn(() -> listener().onRead(frames));
        } else {
            below.demand();
        }
    }

    @Override
    public void onEof() {
        if (version == Hixie.HIXIE_75) {
            // There is no other way to close.
            ended = true;
            inTurn(() -> listener().onRead(HixieDecoder.closeFrame()));
        } else {
            inTurn(listener()::onEof);
        }
    }

    /** Nothing may come behind {@code onClosed}, which may come at any time: the last reader tells of it. */
    private void inTurn(Runnable call) {
        if (readers.getAndUpdate(now -> now < 0 ? now : now + 1) < 0) {
            return;
        }
        try {
            call.run();
        } finally {
            if (readers.decrementAndGet() == CLOSED) {
                listener().onClosed();
            }
        }
    }

    @Override
    public void onClosed() {
        synchronized (this) {
            if (listener == null) {
                closedEarly = true;
                return;
            }
        }
        if (readers.getAndUpdate(now -> now | CLOSED) == 0) {
            listener().onClosed();
        }
    }

    @Override
    public void onWritten() {
        listener().onWritten();
    }

    @Override
    public void onFailure(Throwable cause) {
        TransportListener connection = listener;
        if (connection != null) {
            connection.onFailure(cause);
        }
    }

    @Override
    public void onLeaseLost() {
        // Translating takes no time that counts; whoever does it goes on.
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        boolean wasClosed = encoder.isClosed();
        ByteBuffer frames = encoder.encode(buffers, count);
        boolean written = !frames.hasRemaining() || below.write(new ByteBuffer[] {frames}, 1);
        if (version == Hixie.HIXIE_75 && encoder.isClosed() && !wasClosed) {
            below.shutdownOutput();
        }
        return written;
    }

    @Override
    public void shutdownOutput() {
        below.shutdownOutput();
    }

    @Override
    public void abort() {
        below.abort();
    }

    @Override
    public boolean runsCallbacks() {
        return false;
    }

    @Override
    public boolean isSecure() {
        return below.isSecure();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return below.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return below.remoteAddress();
    }

    @Override
    public String name() {
        return below.name();
    }
}
