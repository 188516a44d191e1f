// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * Whether a send leaves at once. Sends of the thread that runs a batch of callbacks wait for the batch's end; with batching on
 * (Jakarta's {@code setBatchingAllowed}) all wait for a flush. {@link #hold} and {@link #release} are for the holder of the lane
 * token, the rest for any thread.
 */
final class Cork implements CorkWatch.Corked {
    private final CorkWatch watch;
    private final Runnable flushOnWorker;

    /** The thread that runs a batch of callbacks. Other threads only ever compare it with themselves, or clear it. */
    private volatile @Nullable Thread heldBy;
    /** Whether a lease of the transport ends long callbacks; otherwise the watch does. Written by the holder of the lane token. */
    private boolean leased;
    /** Whether something was held back since the last flush. Lost updates cost a flush at most. */
    private boolean dirty;

    private volatile boolean batching;
    private volatile boolean watched;

    Cork(CorkWatch watch, Runnable flushOnWorker) {
        this.watch = watch;
        this.flushOnWorker = flushOnWorker;
    }

    /** The current thread begins a batch of callbacks. */
    void hold(boolean byLease) {
        leased = byLease;
        heldBy = Thread.currentThread();
    }

    /**
     * The batch is over, or runs long.
     *
     * @return whether something was held back
     */
    boolean release() {
        heldBy = null;
        return dirty && !batching;
    }

    /** Whether a send of the current thread waits. If so it is remembered that there is something to flush. */
    boolean holdsBack() {
        if (heldBy == Thread.currentThread()) {
            dirty = true;
            if (!leased && !watched) {
                watched = true;
                watch.watch(this);
            }
            return true;
        }
        if (batching) {
            dirty = true;
        }
        return batching;
    }

    void batching(boolean on) {
        batching = on;
    }

    boolean isBatching() {
        return batching;
    }

    /** What was held back leaves now; called by the flush owner before it looks. */
    void flushed() {
        dirty = false;
    }

    @Override
    public void onCorkedLong() {
        watched = false;
        heldBy = null;
        if (!batching) {
            flushOnWorker.run();
        }
    }
}
