// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What follows the 101 of a draft: under hixie-76 eight bytes are read, for 10 s at most, and sixteen written before there is a connection. The listener of the
 * transport below; from then on it passes everything on.
 */
public final class HixieOpening implements TransportListener {
    private static final System.Logger LOG = System.getLogger(HixieOpening.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private enum Phase {
        READING,
        ANSWERING,
        OPEN,
        ENDED
    }

    private final Transport below;
    private final HixieTransport transport;
    private final Consumer<Transport> opened;
    private final @Nullable Challenge challenge;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.READING);
    private volatile Timers.@Nullable Task timeout;

    /** Owned by whoever reads. */
    private final ByteBuffer body = ByteBuffer.allocate(Challenge.BODY);

    private HixieOpening(
            Transport below,
            HixieHandshake handshake,
            long maxLength,
            ConnectionRuntime runtime,
            Consumer<Transport> opened) {
        this.below = below;
        this.transport = new HixieTransport(below, handshake.version(), maxLength, runtime);
        this.challenge = handshake.challenge();
        this.opened = opened;
    }

    /**
     * Starts a transport whose 101 is on its way.
     *
     * @param maxLength bytes of a message, and of a frame that is skipped
     * @param opened makes the connection, which it starts, on the transport that it is given; now or later, or never
     */
    public static void begin(
            Transport below,
            HixieHandshake handshake,
            long maxLength,
            ConnectionRuntime runtime,
            Consumer<Transport> opened) {
        HixieOpening opening = new HixieOpening(below, handshake, maxLength, runtime, opened);
        below.start(opening);
        if (opening.challenge == null) {
            opening.open(Phase.READING);
        } else {
            opening.timeout =
                    runtime.timers().schedule(() -> runtime.workers().execute(opening::giveUp), PATIENCE.toNanos());
            below.demand();
        }
    }

    private void giveUp() {
        if (phase.compareAndSet(Phase.READING, Phase.ENDED) || phase.compareAndSet(Phase.ANSWERING, Phase.ENDED)) {
            below.abort();
        }
    }

    private void stopTimeout() {
        Timers.Task task = timeout;
        if (task != null) {
            task.cancel();
        }
    }

    private void open(Phase from) {
        if (!phase.compareAndSet(from, Phase.OPEN)) {
            return;
        }
        stopTimeout();
        try {
            opened.accept(transport);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "A connection of a draft could not be opened", e);
            below.abort();
        }
    }

    @Override
    public void onRead(ByteBuffer buffer) {
        if (phase.get() == Phase.OPEN) {
            transport.onRead(buffer);
            return;
        }
        while (body.hasRemaining() && buffer.hasRemaining()) {
            body.put(buffer.get());
        }
        if (body.hasRemaining()) {
            below.demand();
            return;
        }
        if (buffer.hasRemaining()) {
            transport.early(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
        }
        answer();
    }

    private void answer() {
        ByteBuffer answer = Objects.requireNonNull(challenge).answer(body.flip());
        if (phase.compareAndSet(Phase.READING, Phase.ANSWERING) && below.write(new ByteBuffer[] {answer}, 1)) {
            open(Phase.ANSWERING);
        }
    }

    @Override
    public void onWritten() {
        if (phase.get() == Phase.OPEN) {
            transport.onWritten();
        } else {
            open(Phase.ANSWERING);
        }
    }

    @Override
    public void onEof() {
        if (phase.get() == Phase.OPEN) {
            transport.onEof();
        } else {
            giveUp();
        }
    }

    @Override
    public void onFailure(Throwable cause) {
        if (phase.get() == Phase.OPEN) {
            transport.onFailure(cause);
        }
    }

    @Override
    public void onClosed() {
        stopTimeout();
        Phase before = phase.getAndUpdate(now -> now == Phase.OPEN ? Phase.OPEN : Phase.ENDED);
        if (before == Phase.OPEN) {
            transport.onClosed();
        }
    }

    @Override
    public void onLeaseLost() {
        // As HixieTransport.
    }
}
