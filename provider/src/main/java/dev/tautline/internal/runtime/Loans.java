// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lends things that are costly to make. Never waits: without an idle one it makes one, and drops what comes back to a full pool. Any thread. */
public final class Loans<T> {
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock; the last given back is lent first. */
    private final ArrayDeque<T> idle = new ArrayDeque<>();

    private final Supplier<T> make;
    private final int maxIdle;

    Loans(Supplier<T> make, int maxIdle) {
        this.make = make;
        this.maxIdle = maxIdle;
    }

    /** Nobody else's until {@link #giveBack}; in the state in which it was given back. */
    public T borrow() {
        @Nullable T lent;
        lock.lock();
        try {
            lent = idle.pollLast();
        } finally {
            lock.unlock();
        }
        return lent == null ? make.get() : lent;
    }

    /** Ends the loan. Called exactly once per {@link #borrow}. */
    public void giveBack(T thing) {
        lock.lock();
        try {
            if (idle.size() < maxIdle) {
                idle.addLast(thing);
            }
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
