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
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
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
    private static final int RESUME = 1;
    private static final int FLUSH = 2;
    private static final int CLOSE = 4;

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
    private final Runnable containerHook;
    private final String name;
    private final @Nullable SocketAddress localAddress;
    private final @Nullable SocketAddress remoteAddress;
    private final ReadState reading = new ReadState();
    private final WriteSide writing = new WriteSide();

    private volatile int signals;
    private volatile boolean closing;
    private volatile @Nullable TransportListener listener;

    /** Link of the loop's stack: the pusher's until it is pushed, then the owner's. */
    @Nullable ChannelTransport next;

    // Why it closes; written once by the one that has set closing, before its CLOSE signal.
    private @Nullable Throwable cause;
    private boolean tellContainer;

    // Owner of the loop only.
    private @Nullable SelectionKey key;
    private byte @Nullable [] early;
    private boolean inputEnded;
    private boolean finished;

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
        this.containerHook = containerHook;
        this.name = name;
        this.localAddress = channel.getLocalAddress();
        this.remoteAddress = channel.getRemoteAddress();
        if (early != null && early.hasRemaining()) {
            this.early = new byte[early.remaining()];
            early.get(this.early);
        }
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

    /** The connection broke. Any thread. */
    void fail(Throwable failure) {
        close(failure, true);
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

    // By the owner of the loop. Each returns false when the lease was lost: then nothing of the loop may be touched any
    // more.

    /** Does what the signals ask for. */
    boolean attend(LoopThread thread) {
        int asked = (int) SIGNALS.getAndSet(this, 0);
        if (finished) {
            return true;
        }
        if ((asked & CLOSE) != 0) {
            return finish(thread);
        }
        if ((asked & FLUSH) != 0) {
            watch(SelectionKey.OP_WRITE);
        }
        if ((asked & RESUME) != 0 && !inputEnded) {
            reading.unmute();
            watch(SelectionKey.OP_READ);
            return !reading.isReadable() || read(thread);
        }
        return true;
    }

    /** The selector has found the channel ready. */
    boolean ready(LoopThread thread) {
        int operations;
        SelectionKey registered = key;
        try {
            operations = finished || registered == null ? 0 : registered.readyOps();
        } catch (CancelledKeyException e) {
            return true; // closed meanwhile: its CLOSE signal, or the container's word, is on the way
        }
        if ((operations & SelectionKey.OP_WRITE) != 0 && !flush(thread)) {
            return false;
        }
        if ((operations & SelectionKey.OP_READ) == 0 || inputEnded) {
            return true;
        }
        if (reading.isReadable()) {
            return read(thread);
        }
        if (reading.mute()) {
            unwatch(SelectionKey.OP_READ);
        }
        return true;
    }

    /** Reads while there is demand, the buffer comes back full and the turn's bytes last. */
    private boolean read(LoopThread thread) {
        byte[] first = early;
        if (first != null) {
            early = null;
            if (!onRead(thread, ByteBuffer.wrap(first), false)) {
                return false;
            }
        }
        int left = ChannelLoop.TURN_BYTES;
        while (left > 0 && reading.isReadable()) {
            int length;
            try {
                length = loop.read(channel);
            } catch (IOException e) {
                fail(e);
                return true;
            }
            if (length <= 0) {
                return length == 0 || onEof(thread);
            }
            if (!onRead(thread, loop.lend(length), true)) {
                return false;
            }
            if (length < ChannelLoop.READ_BYTES) {
                return true;
            }
            left -= length;
        }
        return true;
    }

    private boolean onRead(LoopThread thread, ByteBuffer buffer, boolean lent) {
        long number = reading.beginTurn();
        long turn = loop.begin(thread, this, number);
        try {
            listener().onRead(buffer);
        } catch (Throwable e) {
            broke(e);
        }
        if (loop.end(turn)) {
            reading.endTurn();
            if (lent) {
                loop.reclaim();
            }
            return true;
        }
        if (lent) {
            loops.heapBuffers().giveBack(buffer);
        }
        if (reading.endLostTurn(number)) {
            signal(RESUME);
        }
        return false;
    }

    private boolean onEof(LoopThread thread) {
        inputEnded = true;
        unwatch(SelectionKey.OP_READ);
        long turn = loop.begin(thread, this, ChannelLoop.NO_READ);
        try {
            listener().onEof();
        } catch (Throwable e) {
            broke(e);
        }
        return loop.end(turn);
    }

    private boolean flush(LoopThread thread) {
        try {
            if (!writing.flush(channel, loops.sliceWriter(), ChannelLoop.TURN_BYTES)) {
                return true;
            }
        } catch (IOException e) {
            fail(e);
            return true;
        }
        unwatch(SelectionKey.OP_WRITE);
        long turn = loop.begin(thread, this, ChannelLoop.NO_READ);
        try {
            listener().onWritten();
        } catch (Throwable e) {
            broke(e);
        }
        return loop.end(turn);
    }

    private boolean finish(LoopThread thread) {
        finished = true;
        early = null;
        SelectionKey registered = key;
        if (registered != null) {
            registered.cancel();
        }
        Throwable failure = cause;
        if (writing.drop() && failure == null) {
            failure = new ClosedChannelException();
        }
        loops.connectionClosed(this);
        loop.connectionClosed();
        LISTENER.compareAndSet(this, null, Closed.BEFORE_START);
        long turn = loop.begin(thread, this, ChannelLoop.NO_READ);
        try {
            runContainerHook();
            if (failure != null) {
                listener().onFailure(failure);
            }
        } catch (Throwable e) {
            broke(e);
        }
        try {
            listener().onClosed();
        } catch (Throwable e) {
            broke(e);
        }
        return loop.end(turn);
    }

    private void runContainerHook() {
        if (!tellContainer) {
            return;
        }
        try {
            containerHook.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "the container could not be told that a connection of its has closed", e);
        }
    }

    /** The new owner's first act. */
    void leaseLost(long number) {
        if (!reading.markLost(number)) {
            return;
        }
        try {
            listener().onLeaseLost();
        } catch (Throwable e) {
            broke(e);
        }
    }

    private void broke(Throwable thrown) {
        LOGGER.log(Level.ERROR, "a transport listener threw; its connection is closed", thrown);
        fail(thrown);
    }

    private TransportListener listener() {
        TransportListener started = listener;
        if (started == null) {
            throw new IllegalStateException("start has not been called");
        }
        return started;
    }

    private void watch(int operation) {
        try {
            SelectionKey registered = key;
            if (registered == null) {
                key = loop.register(channel, operation, this);
            } else if ((registered.interestOps() & operation) == 0) {
                loop.countInterestChange();
                registered.interestOpsOr(operation);
            }
        } catch (IOException e) {
            fail(e);
        } catch (CancelledKeyException e) {
            fail(new ClosedChannelException());
        }
    }

    private void unwatch(int operation) {
        SelectionKey registered = key;
        try {
            if (registered != null) {
                loop.countInterestChange();
                registered.interestOpsAnd(~operation);
            }
        } catch (CancelledKeyException e) {
            fail(new ClosedChannelException());
        }
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
