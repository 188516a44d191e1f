// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.io.InterruptedIOException;
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
     * Waits.
     *
     * @throws IOException if the send failed, or if the thread was interrupted; then its flag is set again
     */
    void await() throws IOException {
        if (!isDone()) {
            Blocking.begin();
        }
        Throwable cause;
        lock.lock();
        try {
            while (!done) {
                changed.await();
            }
            cause = failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a message is being sent; it may still be written");
        } finally {
            lock.unlock();
        }
        if (cause != null) {
            String message = cause.getMessage();
            throw new IOException(message == null ? "The connection is closed" : message, cause);
        }
    }
}
