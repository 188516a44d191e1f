// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.util.concurrent.atomic.AtomicLong;

/** Demand and the read token of one connection in one word; {@code docs/concurrency.md} has the table of transitions. */
final class ReadState {
    /** One {@code onRead} is asked for. */
    private static final long DEMAND = 1;
    /** The {@code onRead} of this turn has not returned and its token has not been given back. */
    private static final long TURN = 2;
    /** The lease of this turn is lost. */
    private static final long LOST = 4;
    /** {@code OP_READ} is off. */
    private static final long MUTED = 8;

    private static final int NUMBER_SHIFT = 4;

    private final AtomicLong word = new AtomicLong(MUTED);

    /** Records demand. Any thread. {@code true} if the loop has to be told because it does not watch the socket. */
    boolean demand() {
        while (true) {
            long now = word.get();
            long next;
            if ((now & (TURN | LOST)) == (TURN | LOST)) {
                next = (now & ~(TURN | LOST)) | DEMAND;
            } else if ((now & DEMAND) != 0) {
                return false;
            } else {
                next = now | DEMAND;
            }
            if (word.compareAndSet(now, next)) {
                return (next & (TURN | MUTED)) == MUTED;
            }
        }
    }

    /** Whether the owner of the loop may read. */
    boolean isReadable() {
        return (word.get() & (DEMAND | TURN)) == DEMAND;
    }

    /** Gives up watching the socket, unless it has become readable meanwhile. Owner of the loop only. */
    boolean mute() {
        while (true) {
            long now = word.get();
            if ((now & (DEMAND | TURN)) == DEMAND) {
                return false;
            }
            if (word.compareAndSet(now, now | MUTED)) {
                return true;
            }
        }
    }

    /** The socket is watched again. Owner of the loop only. */
    void unmute() {
        word.getAndUpdate(now -> now & ~MUTED);
    }

    /** Meets the demand and takes the token. Owner of the loop only, after {@link #isReadable}: nobody else leaves that state. */
    long beginTurn() {
        long now = word.getPlain();
        long next = ((now & ~DEMAND) | TURN) + (1L << NUMBER_SHIFT);
        word.setRelease(next);
        return next >>> NUMBER_SHIFT;
    }

    /** {@code onRead} has returned and the lease was held throughout. */
    void endTurn() {
        long now = word.get();
        if ((now & DEMAND) != 0) {
            word.setRelease(now & ~TURN); // demand() changes nothing in this state
            return;
        }
        while (!word.compareAndSet(now, now & ~TURN)) {
            now = word.get();
        }
    }

    /** The lease of this turn is lost. New owner only. {@code false} if its {@code onRead} has returned. */
    boolean markLost(long number) {
        while (true) {
            long now = word.get();
            if (now >>> NUMBER_SHIFT != number || (now & TURN) == 0) {
                return false;
            }
            if (word.compareAndSet(now, now | LOST)) {
                return true;
            }
        }
    }

    /** The {@code onRead} of a lost turn has returned. {@code true} if the loop has to be told of its demand. */
    boolean endLostTurn(long number) {
        while (true) {
            long now = word.get();
            if (now >>> NUMBER_SHIFT != number || (now & TURN) == 0) {
                return false;
            }
            long next = now & ~(TURN | LOST);
            if (word.compareAndSet(now, next)) {
                return (next & (DEMAND | MUTED)) == (DEMAND | MUTED);
            }
        }
    }
}
