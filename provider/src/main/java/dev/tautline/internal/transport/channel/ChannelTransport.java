// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connected {@code SocketChannel} on one of our loops; made by {@link ChannelLoops#adopt}. All listener methods are called by the
 * thread that owns the loop, inside a turn; none from within a method of this class. After it has closed, {@link #write} returns
 * {@code false} and nothing follows.
 */
public final class ChannelTransport implements Transport {
    private static final Logger LOGGER = System.getLogger(ChannelTransport.class.getName());

    // Signals to the owner of the loop.
    static final int RESUME = 1;
    static final int FLUSH = 2;
    static final int CLOSE = 4;

    private static final VarHandle SIGNALS;
    private static final VarHandle CLOSING;
    private static final VarHandle LISTENER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIGNALS = lookup.findVarHandle(ChannelTransport.class, "signals", int.class);
            CLOSING = lookup.findVarHandle(ChannelTransport.class, "closing", boolean.class);
            LISTENER = lookup.findVarHandle(ChannelTransport.class, "listener", TransportListener.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ChannelLoops loops;
    private final ChannelLoop loop;
    private final SocketChannel channel;
    private final String name;
    private final @Nullable SocketAddress localAddress;
    private final @Nullable SocketAddress remoteAddress;
    private final ReadState reading = new ReadState();
    private final WriteSide writing = new WriteSide();
    private final ChannelTurns turns;

    @SuppressWarnings("UnusedVariable") // through SIGNALS
    private volatile int signals;

    private volatile boolean closing;
    private volatile @Nullable TransportListener listener;

    /** Link of the loop's stack: the pusher's until it is pushed, then the owner's. */
    @Nullable ChannelTransport next;

    // Why it closes; written once by the one that has set closing, before its CLOSE signal.
    private @Nullable Throwable cause;
    private boolean tellContainer;

    ChannelTransport(
            ChannelLoops loops,
            ChannelLoop loop,
            SocketChannel channel,
            @Nullable ByteBuffer early,
            Runnable containerHook,
            String name)
            throws IOException {
        this.loops = loops;
        this.loop = loop;
        this.channel = channel;
        this.name = name;
        this.localAddress = channel.getLocalAddress();
        this.remoteAddress = channel.getRemoteAddress();
        this.turns = new ChannelTurns(this, loops, loop, channel, reading, writing, containerHook, copy(early));
    }

    private static byte @Nullable [] copy(@Nullable ByteBuffer early) {
        if (early == null || !early.hasRemaining()) {
            return null;
        }
        byte[] bytes = new byte[early.remaining()];
        early.get(bytes);
        return bytes;
    }

    @Override
    public void start(TransportListener listener) {
        if (LISTENER.compareAndSet(this, null, listener)) {
            return;
        }
        if (this.listener != Closed.BEFORE_START) {
            throw new IllegalStateException("the transport has been started before");
        }
        listener.onClosed();
    }

    @Override
    public void demand() {
        if (reading.demand()) {
            signal(RESUME);
        }
    }

    @Override
    public boolean write(ByteBuffer[] buffers, int count) {
        if (closing) {
            return false;
        }
        try {
            if (writing.write(channel, loops.sliceWriter(), buffers, count)) {
                return true;
            }
            signal(FLUSH);
        } catch (IOException e) {
            fail(e);
        }
        return false;
    }

    @Override
    public void shutdownOutput() {
        try {
            writing.shutdown(channel);
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void abort() {
        close(null, true);
    }

    /**
     * The container has closed the connection, or is about to: it says so where it destroys its part. Ends with {@code onClosed}; the
     * container is not told again. Idempotent, any thread.
     */
    public void closedByContainer() {
        close(null, false);
    }

    /** The connection broke, unless somebody has closed the channel. Any thread. */
    void fail(Throwable failure) {
        close(failure instanceof ClosedChannelException ? null : failure, true);
    }

    private void close(@Nullable Throwable failure, boolean byUs) {
        if (!CLOSING.compareAndSet(this, false, true)) {
            return;
        }
        cause = failure;
        tellContainer = byUs;
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "a channel did not close cleanly", e);
        }
        signal(CLOSE);
    }

    private void signal(int signal) {
        if ((int) SIGNALS.getAndBitwiseOr(this, signal) == 0) {
            loop.enqueue(this);
        }
    }

    /** Takes the signals. Owner of the loop only. */
    int takeSignals() {
        return (int) SIGNALS.getAndSet(this, 0);
    }

    ChannelTurns turns() {
        return turns;
    }

    /** Asks the owner of the loop to read although it does not watch the socket. */
    void resume() {
        signal(RESUME);
    }

    /** What the owner of the loop calls, from {@link #start} on. */
    TransportListener listener() {
        TransportListener started = listener;
        if (started == null) {
            throw new IllegalStateException("start has not been called");
        }
        return started;
    }

    /** The listener at the end: one that does nothing if there is none yet, and then {@link #start} tells the one that comes. */
    TransportListener listenerAtEnd() {
        LISTENER.compareAndSet(this, null, Closed.BEFORE_START);
        return listener();
    }

    /** Why it closes, {@code null} if nothing broke. Valid once CLOSE has been signalled. */
    @Nullable Throwable cause() {
        return cause;
    }

    /** Whether the container has to be told. Valid once CLOSE has been signalled. */
    boolean tellsContainer() {
        return tellContainer;
    }

    /**
     * {@code true} as long as the loops have spare threads. When callbacks block on all of them it is {@code false}: a callback that blocks
     * then would hold up the loop, so a listener asks at each {@code onRead}.
     */
    @Override
    public boolean runsCallbacks() {
        return loops.spares().available();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String name() {
        return name;
    }

    /** Stands for the listener of a transport that has closed before it was started. */
    private enum Closed implements TransportListener {
        BEFORE_START;

        @Override
        public void onRead(ByteBuffer buffer) {}

        @Override
        public void onEof() {}

        @Override
        public void onWritten() {}

        @Override
        public void onFailure(Throwable cause) {}

        @Override
        public void onClosed() {}

        @Override
        public void onLeaseLost() {}
    }
}
