// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import dev.tautline.internal.runtime.EngineRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The inbound direction of a {@link JettyTransport}. Whoever moves {@link #state} from ARMED to READING reads: Jetty's thread when the end
 * point is fillable, or once a worker for the bytes that came with the handshake. A buffer is lent for one turn.
 */
final class EndPointReader implements Callback {
    /** Reads before the selector thread serves others. */
    private static final int TURN_READS = 16;

    private enum State {
        /** No demand. */
        IDLE,
        /** Demand; a read is on its way. */
        ARMED,
        /** A thread reads or is in {@code onRead}. */
        READING,
        /** As READING, and there is demand again. */
        DEMANDED,
        ENDED
    }

    private final JettyTransport transport;
    private final EndPoint endPoint;
    private final EngineRuntime runtime;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    /** Whether a read that does not fill its buffer has emptied the socket; what TLS and HTTP/2 have buffered shows only in a read. */
    private final boolean shortReadEnds;

    private volatile @Nullable ByteBuffer early;

    EndPointReader(JettyTransport transport, EndPoint endPoint, @Nullable ByteBuffer early, EngineRuntime runtime) {
        this.transport = transport;
        this.endPoint = endPoint;
        this.shortReadEnds = endPoint instanceof SocketChannelEndPoint;
        this.early = early;
        this.runtime = runtime;
    }

    void demand() {
        // In one step: a reader may be on its way out of onRead.
        if (state.getAndUpdate(EndPointReader::withDemand) != State.IDLE) {
            return;
        }
        if (early == null) {
            awaitBytes();
        } else {
            runtime.workers().execute(this::readTurn);
        }
    }

    private static State withDemand(State now) {
        return switch (now) {
            case IDLE -> State.ARMED;
            case READING -> State.DEMANDED;
            case ARMED, DEMANDED, ENDED -> now;
        };
    }

    private void awaitBytes() {
        try {
            endPoint.fillInterested(this);
        } catch (RuntimeException e) {
            transport.fail(e);
        }
    }

    /** On the selector's thread: reading blocks nowhere, and callbacks never run on this transport. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        readTurn();
    }

    @Override
    public void failed(Throwable cause) {
        state.set(State.ENDED);
        if (cause instanceof ClosedChannelException) {
            endPoint.close(); // it is closed already, and Jetty says so where it counts connections
        } else {
            transport.fail(cause);
        }
    }

    private void readTurn() {
        if (!transport.enter()) {
            state.set(State.ENDED);
            return;
        }
        state.set(State.READING);
        try {
            ByteBuffer first = early;
            if (first != null) {
                early = null;
                transport.listener().onRead(first);
                if (!takeDemand()) {
                    return;
                }
            }
            readWhileDemanded();
        } catch (IOException | RuntimeException e) {
            state.set(State.ENDED);
            transport.fail(e);
        } finally {
            transport.exit();
        }
    }

    private void readWhileDemanded() throws IOException {
        ByteBuffer buffer = runtime.readBuffers().borrow();
        boolean again;
        try {
            again = readInto(buffer);
        } finally {
            runtime.readBuffers().giveBack(buffer);
        }
        if (again) {
            state.set(State.ARMED);
            awaitBytes();
        }
    }

    /** Whether there is demand that nothing meets yet. */
    private boolean readInto(ByteBuffer buffer) throws IOException {
        for (int reads = 0; reads < TURN_READS && !transport.isClosed(); reads++) {
            // Jetty fills buffers that are ready to be drained.
            buffer.clear().limit(0);
            int count = endPoint.fill(buffer);
            if (count < 0) {
                onEnd(buffer);
                return false;
            }
            if (count == 0) {
                return true;
            }
            transport.listener().onRead(buffer);
            if (!takeDemand()) {
                return false;
            }
            if (shortReadEnds && count < buffer.capacity()) {
                return true;
            }
        }
        return true;
    }

    /** Whether to go on; otherwise the next demand starts a new turn. */
    private boolean takeDemand() {
        return !state.compareAndSet(State.READING, State.IDLE) && state.compareAndSet(State.DEMANDED, State.READING);
    }

    private void onEnd(ByteBuffer buffer) {
        state.set(State.ENDED);
        Throwable reset = resetUnder(endPoint, buffer);
        if (reset == null) {
            transport.listener().onEof();
        } else {
            transport.fail(reset);
        }
    }

    /** Jetty's end point of a socket reports RST as FIN; the channel under it remembers what it was. */
    private static @Nullable Throwable resetUnder(EndPoint endPoint, ByteBuffer buffer) {
        EndPoint inner = endPoint;
        while (inner instanceof EndPoint.Wrapper wrapper) {
            inner = wrapper.unwrap();
        }
        if (inner instanceof SocketChannelEndPoint socket) {
            try {
                socket.getChannel().read(buffer.clear());
            } catch (ClosedChannelException e) {
                return null;
            } catch (IOException e) {
                return e;
            }
        }
        return null;
    }
}
