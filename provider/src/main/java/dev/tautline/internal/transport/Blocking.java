// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport;

/**
 * Announces that the calling thread is about to wait. Every blocking call of ours goes through {@link #begin} first, so that
 * a thread that leases an event loop gives the loop away before it parks. No thread-local: a lease is known by its thread.
 */
public final class Blocking {
    /** A thread that may hold the lease of an event loop. */
    public interface LeasingThread {
        /** Gives the loop away if this thread holds it; called on the thread itself, inside a callback. */
        void surrender();
    }

    private Blocking() {}

    /** Call before the current thread waits for anything that another thread or a peer must do. Cheap and idempotent. */
    public static void begin() {
        if (Thread.currentThread() instanceof LeasingThread leasing) {
            leasing.surrender();
        }
    }
}
