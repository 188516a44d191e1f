// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Who may go on with a loop, as one word that counts up. Even: no turn is open and the owner is safe. Odd: a turn is open and the
 * loop can be stolen. The word never repeats, so a CAS that comes too late fails.
 */
final class Lease {
    private final AtomicLong word = new AtomicLong();

    /** Opens a turn; by the owner only. Publishes all that the owner has written. */
    long begin() {
        long turn = word.getPlain() + 1;
        word.setRelease(turn);
        return turn;
    }

    /** Closes the turn; {@code false} if it was stolen and the caller owns nothing any more. */
    boolean end(long turn) {
        return word.compareAndSet(turn, turn + 1);
    }

    /** Takes the loop away from the thread that is in {@code turn}; {@code false} if that turn is over. */
    boolean steal(long turn) {
        return word.compareAndSet(turn, turn + 1);
    }

    long current() {
        return word.get();
    }

    static boolean isOpen(long turn) {
        return (turn & 1) != 0;
    }
}
