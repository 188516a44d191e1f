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
 * A send with a time limit. Whoever comes first, the write or the timer, takes the completion; a send that is late ends the connection, since
 * half a message may have left.
 */
final class TimedSend implements SendCallback {
    private final AtomicReference<@Nullable SendCallback> completion;
    private final boolean mayBlock;
    private volatile Timers.@Nullable Task timer;

    private TimedSend(SendCallback completion) {
        this.completion = new AtomicReference<>(completion);
        this.mayBlock = completion.mayBlock();
    }

    static SendCallback start(
            SendCallback completion, Connection connection, Timers timers, Executor workers, long millis) {
        TimedSend send = new TimedSend(completion);
        send.timer = timers.schedule(
                () -> workers.execute(() -> send.expire(connection, millis)), TimeUnit.MILLISECONDS.toNanos(millis));
        return send;
    }

    private void expire(Connection connection, long millis) {
        SendCallback taken = completion.getAndSet(null);
        if (taken != null) {
            connection.terminate();
            taken.onComplete(new InterruptedIOException("The message was not written within " + millis + " ms"));
        }
    }

    @Override
    public void onComplete(@Nullable Throwable failure) {
        SendCallback taken = completion.getAndSet(null);
        if (taken != null) {
            Timers.Task started = timer;
            if (started != null) {
                started.cancel();
            }
            taken.onComplete(failure);
        }
    }

    @Override
    public boolean mayBlock() {
        return mayBlock;
    }
}
