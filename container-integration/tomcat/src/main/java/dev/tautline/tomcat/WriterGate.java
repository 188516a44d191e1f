// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps Tomcat from closing a socket while a thread of ours writes to it. Tomcat gives the channel of a closed socket to the next
 * connection that it accepts: a writer that was held up between the look at the channel and the write would write to a stranger.
 * One writer at a time; any thread.
 */
final class WriterGate {
    private enum State {
        FREE,
        INSIDE,
        /** A writer is inside, and the socket is to be closed behind it. */
        AWAITED,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

    /**
     * Begins to write.
     *
     * @return whether the socket may be touched; if so, {@link #leave} follows
     */
    boolean enter() {
        return state.compareAndSet(State.FREE, State.INSIDE);
    }

    /** @return whether the caller has to see to it that the socket is closed */
    boolean leave() {
        if (state.compareAndSet(State.INSIDE, State.FREE)) {
            return false;
        }
        state.set(State.CLOSED);
        return true;
    }

    /**
     * Lets nobody in any more.
     *
     * @return whether the socket may be closed now; if not, {@link #leave} says so to the writer that is inside
     */
    boolean close() {
        State before =
                state.getAndUpdate(now -> now == State.FREE || now == State.CLOSED ? State.CLOSED : State.AWAITED);
        return before == State.FREE || before == State.CLOSED;
    }
}
