// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers to control frames, which leave together when what was read has been parsed. Owned by the holder of the read token; {@link #take} is for the
 * holder of the lane token too.
 */
final class Replies {
    private final ConnectionOptions options;
    private final OutboundQueue queue;
    private final Flusher flusher;

    /** Set behind what waits: whoever takes it flushes that. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private long pongs;

    Replies(ConnectionOptions options, OutboundQueue queue, Flusher flusher) {
        this.options = options;
        this.queue = queue;
        this.flusher = flusher;
    }

    /** Automatic pongs so far. */
    long pongs() {
        return pongs;
    }

    /**
     * Answers a ping.
     *
     * @param payload borrowed
     * @return whether the peer may go on; if not, it sends pings and doesn't read the pongs
     */
    boolean pong(ByteBuffer payload) {
        if (!options.autoPong()) {
            return true;
        }
        pongs++;
        boolean goesOn = answer(payload);
        waiting.set(true);
        return goesOn;
    }

    private boolean answer(ByteBuffer payload) {
        if (flusher.tryPong(payload.duplicate())) {
            return true;
        }
        int pending = queue.offerAutomatic(Outgoing.control(Opcode.PONG, Sender.copy(payload), true, null));
        int limit = options.maxPendingAutoPongs();
        if (limit == 0 || pending <= limit) {
            return true;
        }
        flusher.request();
        if (!flusher.isWriting()) {
            return true;
        }
        if (options.profile().coalescesPongs()) {
            queue.coalescePongs();
            return true;
        }
        return false;
    }

    /** A close frame was queued in answer to something of the peer. */
    void added() {
        waiting.set(true);
    }

    /** Whether replies wait for a flush, which the caller makes now. */
    boolean take() {
        return waiting.get() && waiting.getAndSet(false);
    }
}
