// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps Tomcat from closing a socket while a thread of ours writes to it. Tomcat gives the channel of a closed socket to the next
 * connection that it accepts: a writer that was held up between the look at the channel and the write would write to a stranger.
 * Two writers are inside where the one whose write is complete has not left it yet. Any thread.
 */
final class WriterGate {
    /** The sign of {@link #inside}: nobody is let in any more. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger inside = new AtomicInteger();

    /**
     * Begins to write.
     *
     * @return whether the socket may be touched; if so, {@link #leave} follows
     */
    boolean enter() {
        return inside.getAndUpdate(now -> now < 0 ? now : now + 1) >= 0;
    }

    /** @return whether the caller has to see to it that the socket is closed */
    boolean leave() {
        return inside.decrementAndGet() == CLOSED;
    }

    /**
     * Lets nobody in any more.
     *
     * @return whether the socket may be closed now; if not, {@link #leave} says so to the last writer that is inside
     */
    boolean close() {
        int before = inside.getAndUpdate(now -> now | CLOSED);
        return before == 0 || before == CLOSED;
    }
}
