// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.runtime.Loans;
import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The inbound direction of a {@link ServletTransport}. The stream is read in turns only, and only between {@code onDataAvailable} and the
 * {@code isReady} that answers {@code false}: before and after that it is the container's, whose thread may be filling it.
 */
final class ServletReader implements ReadListener {
    /** Then others of the same thread come first. */
    private static final int READS_PER_TURN = 16;

    private final ServletTransport transport;
    private final ServletInputStream input;
    private final Loans<ByteBuffer> buffers;
    /** The stream is ours. Set by the container's thread, cleared in a turn. */
    private volatile boolean available;

    private volatile boolean demanded;
    private volatile boolean eof;

    /** Owned by the turn. */
    private boolean ended;

    ServletReader(ServletTransport transport, ServletInputStream input, Loans<ByteBuffer> buffers) {
        this.transport = transport;
        this.input = input;
        this.buffers = buffers;
    }

    void start() {
        input.setReadListener(this);
    }

    void demand() {
        demanded = true;
        // Else the container calls when there is something to read.
        if (available) {
            transport.ask();
        }
    }

    @Override
    public void onDataAvailable() {
        available = true;
        transport.askHere();
    }

    @Override
    public void onAllDataRead() {
        eof = true;
        transport.askHere();
    }

    @Override
    public void onError(Throwable cause) {
        // Some containers report a FIN so, before onAllDataRead.
        if (cause instanceof EOFException) {
            onAllDataRead();
        } else {
            transport.fail(cause);
        }
    }

    /**
     * Reads while there is demand. A step of the turn.
     *
     * @param draining this end has finished: what the peer still sends is thrown away, and its end closes the connection
     * @return whether it has stopped only because it has read for long enough
     */
    boolean advance(TransportListener listener, boolean draining) throws IOException {
        if (!((demanded || draining) && isReady())) {
            end(listener, draining);
            return false;
        }
        // As large as any container's own read buffer: a read must empty that, because what it holds wakes nobody.
        ByteBuffer buffer = buffers.borrow();
        try {
            for (int reads = 0; reads < READS_PER_TURN; reads++) {
                int count = input.read(buffer.array(), buffer.arrayOffset(), buffer.capacity());
                if (count > 0 && !draining) {
                    demanded = false;
                    listener.onRead(buffer.clear().limit(count));
                }
                eof |= count < 0;
                if (transport.isEnding() || !((demanded || draining) && isReady())) {
                    end(listener, draining);
                    return false;
                }
            }
            return true;
        } catch (EOFException e) {
            eof = true;
            end(listener, draining);
            return false;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private boolean isReady() {
        if (!available || eof) {
            return false;
        }
        // Before the question: the call that a "no" promises may come before the answer.
        available = false;
        if (input.isReady()) {
            available = true;
            return true;
        }
        // An end that our own read has met is told by nobody else.
        eof |= input.isFinished();
        return false;
    }

    private void end(TransportListener listener, boolean draining) {
        if (!eof || transport.isEnding()) {
            return;
        }
        if (draining) {
            transport.abort();
        } else if (!ended) {
            ended = true;
            listener.onEof();
        }
    }
}
