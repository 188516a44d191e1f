// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Waits for the completion of one send, or for its time to be over. Made by the waiting thread, completed by any. */
final class BlockingSend implements SendCallback {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by lock. */
    private boolean done;
    /** Guarded by lock. */
    private boolean timeUp;
    /** Guarded by lock. */
    private @Nullable Throwable failure;

    @Override
    public void onComplete(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!done) {
                done = true;
                failure = cause;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    /** The time of the wait is over. */
    void timeUp() {
        lock.lock();
        try {
            timeUp = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is nothing to wait for. */
    boolean isDone() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the send is done or {@link #timeUp} was called.
     *
     * @return whether it is done
     * @throws IOException if the send failed
     * @throws InterruptedWriteException if the thread was interrupted; then its flag is set again
     */
    boolean await() throws IOException {
        if (!isDone()) {
            Blocking.begin();
        }
        Throwable cause;
        lock.lock();
        try {
            while (!done && !timeUp) {
                changed.await();
            }
            timeUp = false;
            if (!done) {
                return false;
            }
            cause = failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWriteException();
        } finally {
            lock.unlock();
        }
        if (cause != null) {
            String message = cause.getMessage();
            throw new IOException(message == null ? "The connection is closed" : message, cause);
        }
        return true;
    }
}
