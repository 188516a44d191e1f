// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.runtime.Loans;
import dev.tautline.internal.transport.TransportListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The inbound direction of a {@link ServletTransport}. The stream is read only inside {@link #pump}, which one thread at a time runs
 * ({@link #pumping} counts who asked): the container's thread in {@code onDataAvailable}, or a worker when demand comes from
 * elsewhere. Tomcat breaks the second case (its own thread looks into the socket before it calls {@code onDataAvailable}, whatever a
 * worker does meanwhile), which is one reason why connections are never taken this way there.
 */
final class ServletReader implements ReadListener {
    private final ServletTransport transport;
    private final ServletInputStream input;
    private final Executor workers;
    private final Loans<ByteBuffer> buffers;
    private final AtomicInteger pumping = new AtomicInteger();
    private final AtomicBoolean demanded = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable Thread pumper;
    private volatile @Nullable TransportListener listener;

    ServletReader(ServletTransport transport, ServletInputStream input, EngineRuntime runtime) {
        this.transport = transport;
        this.input = input;
        this.workers = runtime.workers();
        this.buffers = runtime.readBuffers();
    }

    void start(TransportListener listener) {
        this.listener = listener;
        input.setReadListener(this);
    }

    void demand() {
        if (demanded.getAndSet(true) || pumper == Thread.currentThread()) {
            return;
        }
        workers.execute(this::pump);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void onDataAvailable() {
        pump();
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    @Override
    public void onError(Throwable cause) {
        // Some containers report a FIN so, before onAllDataRead.
        if (cause instanceof EOFException) {
            end();
        } else {
            transport.fail(cause);
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true) && !stopped) {
            Objects.requireNonNull(listener).onEof();
        }
    }

    private void pump() {
        if (pumping.getAndIncrement() != 0) {
            return;
        }
        int asked = 1;
        do {
            pumper = Thread.currentThread();
            try {
                readWhileDemanded();
            } catch (EOFException e) {
                end();
            } catch (IOException | RuntimeException e) {
                transport.fail(e);
            } finally {
                pumper = null;
            }
            asked = pumping.addAndGet(-asked);
        } while (asked != 0);
    }

    private void readWhileDemanded() throws IOException {
        if (stopped || !demanded.get() || !input.isReady()) {
            return;
        }
        // As large as any container's own read buffer: a read must empty that, because what it holds wakes nobody.
        ByteBuffer buffer = buffers.borrow();
        try {
            do {
                int count = input.read(buffer.array(), buffer.arrayOffset(), buffer.capacity());
                if (count < 0) {
                    end();
                    return;
                }
                if (count > 0) {
                    demanded.set(false);
                    Objects.requireNonNull(listener).onRead(buffer.clear().limit(count));
                }
            } while (!stopped && demanded.get() && input.isReady());
        } finally {
            buffers.giveBack(buffer);
        }
    }
}
