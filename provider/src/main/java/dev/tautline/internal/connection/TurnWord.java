// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The word by which the thread of an inline turn and the new owner of its loop agree who goes on reading, as {@code
 * docs/concurrency.md} has it. {@link #lose} is for the new owner, the rest for the thread of the turn. Not final so that a test can stand
 * between its steps.
 */
class TurnWord {
    private static final int NONE = 0;
    private static final int PARSING = 1;
    private static final int IN_CALLBACK = 2;
    private static final int TAKEN = 3;
    private static final int LOST = 4;

    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(TurnWord.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by VarHandle
    private volatile int turn;

    /** The lease may be lost already: then the word says so and stays. */
    void begin() {
        TURN.compareAndSet(this, NONE, PARSING);
    }

    /**
     * A callback is about to run; the buffer and the parser are at rest.
     *
     * @return whether it may: the lease isn't lost
     */
    boolean enterCallback() {
        return TURN.compareAndSet(this, PARSING, IN_CALLBACK);
    }

    /**
     * The callback has returned.
     *
     * @return whether the turn goes on; if not it is over, and the read token is with who has taken the loop over
     */
    boolean leaveCallback() {
        if (TURN.compareAndSet(this, IN_CALLBACK, PARSING)) {
            return true;
        }
        TURN.setVolatile(this, NONE);
        return false;
    }

    /**
     * Everything has been parsed.
     *
     * @return whether the lease was lost
     */
    boolean end() {
        return (int) TURN.getAndSet(this, NONE) == LOST;
    }

    /**
     * The loop has a new owner.
     *
     * @return whether the caller has the read token now, because a callback runs
     */
    boolean lose() {
        while (true) {
            int now = (int) TURN.getVolatile(this);
            if (now == IN_CALLBACK) {
                if (TURN.compareAndSet(this, IN_CALLBACK, TAKEN)) {
                    return true;
                }
            } else if ((now != PARSING && now != NONE) || TURN.compareAndSet(this, now, LOST)) {
                return false;
            }
        }
    }
}
