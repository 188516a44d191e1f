// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.TransportListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The work of the loop for one connection. Everything here belongs to the owner of the loop. The methods that open turns return {@code false} when the
 * lease was lost: then nothing of the loop, and nothing here, may be touched any more.
 */
final class ChannelTurns {
    private static final Logger LOGGER = System.getLogger(ChannelTurns.class.getName());

    private final ChannelTransport transport;
    private final ChannelLoops loops;
    private final ChannelLoop loop;
    private final SocketChannel channel;
    private final ReadState reading;
    private final WriteSide writing;
    private final Runnable containerHook;

    private @Nullable SelectionKey key;
    private byte @Nullable [] early;
    private boolean inputEnded;
    private boolean finished;

    ChannelTurns(
            ChannelTransport transport,
            ChannelLoops loops,
            ChannelLoop loop,
            SocketChannel channel,
            ReadState reading,
            WriteSide writing,
            Runnable containerHook,
            byte @Nullable [] early) {
        this.transport = transport;
        this.loops = loops;
        this.loop = loop;
        this.channel = channel;
        this.reading = reading;
        this.writing = writing;
        this.containerHook = containerHook;
        this.early = early;
    }

    // By the owner of the loop. Each returns false when the lease was lost: then nothing of the loop may be touched any
    // more.

    /** Does what the signals ask for. */
    boolean attend(LoopThread thread) {
        int asked = transport.takeSignals();
        if (finished) {
            return true;
        }
        if ((asked & ChannelTransport.CLOSE) != 0) {
            return finish(thread);
        }
        if ((asked & ChannelTransport.FLUSH) != 0) {
            watch(SelectionKey.OP_WRITE);
        }
        if ((asked & ChannelTransport.RESUME) != 0 && !inputEnded) {
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
                transport.fail(e);
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
        long turn = loop.beginRead(thread, transport, number);
        try {
            transport.listener().onRead(buffer);
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
            transport.resume();
        }
        return false;
    }

    private boolean onEof(LoopThread thread) {
        inputEnded = true;
        unwatch(SelectionKey.OP_READ);
        long turn = loop.begin(thread, transport, ChannelLoop.NO_READ);
        try {
            transport.listener().onEof();
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
            transport.fail(e);
            return true;
        }
        unwatch(SelectionKey.OP_WRITE);
        long turn = loop.begin(thread, transport, ChannelLoop.NO_READ);
        try {
            transport.listener().onWritten();
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
        Throwable failure = transport.cause();
        writing.drop();
        loops.connectionClosed(transport);
        loop.connectionClosed();
        TransportListener listener = transport.listenerAtEnd();
        long turn = loop.begin(thread, transport, ChannelLoop.NO_READ);
        try {
            runContainerHook();
            if (failure != null) {
                listener.onFailure(failure);
            }
        } catch (Throwable e) {
            broke(e);
        }
        try {
            listener.onClosed();
        } catch (Throwable e) {
            broke(e);
        }
        return loop.end(turn);
    }

    private void runContainerHook() {
        if (!transport.tellsContainer()) {
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
            transport.listener().onLeaseLost();
        } catch (Throwable e) {
            broke(e);
        }
    }

    private void broke(Throwable thrown) {
        LOGGER.log(Level.ERROR, "a transport listener threw; its connection is closed", thrown);
        transport.fail(thrown);
    }

    private void watch(int operation) {
        try {
            SelectionKey registered = key;
            if (registered == null) {
                key = loop.register(channel, operation, transport);
            } else if ((registered.interestOps() & operation) == 0) {
                loop.countInterestChange();
                registered.interestOpsOr(operation);
            }
        } catch (IOException e) {
            transport.fail(e);
        } catch (CancelledKeyException e) {
            transport.fail(new ClosedChannelException());
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
            transport.fail(new ClosedChannelException());
        }
    }
}
