// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction of a {@link JettyTransport}. The end point is written only inside {@link #advance}, which one thread
 * at a time runs ({@link #advancing} counts who asked); the callback that ends one slice asks for the next.
 */
final class EndPointWriter implements Callback {
    /** More is never handed to the socket in one piece: the JDK would keep a direct buffer of that size for the thread. */
    private static final int SLICE_BYTES = 128 * 1024;

    /** Of the write that is outstanding. */
    private enum Outcome {
        PENDING,
        DONE,
        LATER
    }

    private final JettyTransport transport;
    private final EndPoint endPoint;
    private final AtomicInteger advancing = new AtomicInteger();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.DONE);
    private volatile ByteBuffer @Nullable [] pending;
    private volatile boolean inFlight;
    private volatile boolean closing;

    EndPointWriter(JettyTransport transport, EndPoint endPoint) {
        this.transport = transport;
        this.endPoint = endPoint;
    }

    boolean write(ByteBuffer[] buffers, int count) {
        if (transport.isClosed()) {
            return false;
        }
        outcome.set(Outcome.PENDING);
        pending = Arrays.copyOf(buffers, count);
        advance();
        return !outcome.compareAndSet(Outcome.PENDING, Outcome.LATER);
    }

    void shutdown() {
        closing = true;
        advance();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        inFlight = false;
        advance();
    }

    @Override
    public void failed(Throwable cause) {
        // The write has not completed and never will; what is behind it stays unwritten.
        transport.fail(cause);
    }

    private void advance() {
        if (advancing.getAndIncrement() != 0) {
            return;
        }
        int asked = 1;
        do {
            try {
                step();
            } catch (RuntimeException e) {
                transport.fail(e);
            }
            asked = advancing.addAndGet(-asked);
        } while (asked != 0);
    }

    private void step() {
        ByteBuffer[] buffers = pending;
        while (!inFlight && buffers != null) {
            ByteBuffer[] slice = nextSlice(buffers);
            if (slice.length == 0) {
                pending = null;
                if (!outcome.compareAndSet(Outcome.PENDING, Outcome.DONE)) {
                    tellWritten();
                }
                buffers = pending;
            } else {
                inFlight = true;
                endPoint.write(this, slice);
            }
        }
        if (closing && !inFlight && pending == null) {
            endPoint.shutdownOutput();
        }
    }

    private void tellWritten() {
        if (transport.enter()) {
            try {
                transport.listener().onWritten();
            } finally {
                transport.exit();
            }
        }
    }

    /** Takes at most {@link #SLICE_BYTES} from the buffers; empty when nothing is left. */
    private static ByteBuffer[] nextSlice(ByteBuffer[] buffers) {
        List<ByteBuffer> slice = new ArrayList<>(buffers.length);
        int room = SLICE_BYTES;
        for (ByteBuffer buffer : buffers) {
            int length = Math.min(room, buffer.remaining());
            if (length > 0) {
                slice.add(buffer.slice(buffer.position(), length));
                buffer.position(buffer.position() + length);
                room -= length;
            }
        }
        return slice.toArray(new ByteBuffer[0]);
    }
}
