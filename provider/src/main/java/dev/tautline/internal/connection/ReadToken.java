// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who reads: the states of the read token, as {@code docs/concurrency.md} has them. All state is guarded by the connection's lock,
 * under which every method but {@link #isStopped} is called.
 */
final class ReadToken {
    private enum State {
        OUTSTANDING,
        READING,
        STOPPED,
        ENDED
    }

    /** What follows when a reader is through. */
    enum Next {
        PARSE,
        DEMAND,
        STOP,
        END
    }

    private final CallbackLane lane;

    /** Written under the lock. */
    private volatile State state = State.STOPPED;

    private boolean opened;
    private boolean ending;
    private boolean discarding;
    private long assembling;

    ReadToken(CallbackLane lane) {
        this.lane = lane;
    }

    /** From now on there is demand. */
    void opened() {
        opened = true;
    }

    /** Whether nobody reads and nobody is asked to. Any thread. */
    boolean isStopped() {
        return state == State.STOPPED;
    }

    /** What still comes is thrown away, so reading never stops. */
    void discard() {
        discarding = true;
    }

    /** Whether parsing has been stopped for ever. */
    boolean isEnding() {
        return ending;
    }

    boolean isDiscarding() {
        return discarding;
    }

    /**
     * The transport brings bytes.
     *
     * @return whether they are to be parsed
     */
    boolean begin() {
        if (state == State.ENDED) {
            return false;
        }
        state = State.READING;
        return true;
    }

    /** Takes the token if reading has stopped and may go on. */
    boolean takeStopped(boolean laneIdle) {
        if (state != State.STOPPED || !opened || !(discarding || lane.hasRoom(assembling, laneIdle))) {
            return false;
        }
        state = State.READING;
        return true;
    }

    /** Whether the lane has no room for more. */
    boolean isFull(long unfinished) {
        return !discarding && lane.isFull(unfinished);
    }

    /**
     * A reader is through; decides what becomes of the token.
     *
     * @param rest bytes that are not parsed, or {@code null}
     * @param unfinished bytes of the message that is being assembled
     */
    Next settle(@Nullable ByteBuffer rest, long unfinished) {
        assembling = unfinished;
        if (ending) {
            state = State.ENDED;
            return Next.END;
        }
        if (isFull(unfinished)) {
            state = State.STOPPED;
            return Next.STOP;
        }
        if (rest != null) {
            return Next.PARSE;
        }
        state = State.OUTSTANDING;
        return Next.DEMAND;
    }

    /** Stops parsing for ever. */
    InboundLoop.Ending end() {
        ending = true;
        if (state == State.READING || state == State.ENDED) {
            return InboundLoop.Ending.BY_READER;
        }
        boolean mustDemand = state == State.STOPPED && opened;
        state = State.ENDED;
        return mustDemand ? InboundLoop.Ending.DEMAND : InboundLoop.Ending.QUIET;
    }

    /**
     * Nothing will be read again.
     *
     * @return whether the caller frees the decoder
     */
    boolean onEof() {
        boolean frees = state != State.ENDED && state != State.READING;
        state = State.ENDED;
        return frees;
    }
}
