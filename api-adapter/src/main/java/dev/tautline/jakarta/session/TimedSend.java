// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.SendCallback;
import dev.tautline.internal.connection.Timers;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A send with a time limit. Whoever comes first, the write or the timer, has the result; a send that is late ends the connection, since
 * half a message may have left. The time counts until the message is written: what it takes a worker to tell of it does not count.
 */
final class TimedSend implements SendCallback {
    private enum State {
        UNDER_WAY,
        SETTLED,
        TOLD
    }

    private final SendCallback completion;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNDER_WAY);
    private volatile Timers.@Nullable Task timer;

    TimedSend(SendCallback completion) {
        this.completion = completion;
    }

    boolean isUnderWay() {
        return state.get() == State.UNDER_WAY;
    }

    /** The time begins, unless there is a result already. Called once, behind the send. */
    void limit(Connection connection, Timers timers, Executor workers, long millis) {
        if (isUnderWay()) {
            timer = timers.schedule(
                    () -> workers.execute(() -> expire(connection, millis)), TimeUnit.MILLISECONDS.toNanos(millis));
            // The result may have come before it could see the timer.
            if (!isUnderWay()) {
                stopTimer();
            }
        }
    }

    private void stopTimer() {
        Timers.Task started = timer;
        if (started != null) {
            started.cancel();
        }
    }

    private void expire(Connection connection, long millis) {
        if (state.compareAndSet(State.UNDER_WAY, State.TOLD)) {
            connection.terminate();
            completion.onComplete(new InterruptedIOException("The message was not written within " + millis + " ms"));
        }
    }

    @Override
    public void onSettled() {
        if (state.compareAndSet(State.UNDER_WAY, State.SETTLED)) {
            stopTimer();
        }
    }

    @Override
    public void onComplete(@Nullable Throwable failure) {
        onSettled();
        if (state.compareAndSet(State.SETTLED, State.TOLD)) {
            completion.onComplete(failure);
        }
    }

    @Override
    public boolean mayBlock() {
        return completion.mayBlock();
    }
}
