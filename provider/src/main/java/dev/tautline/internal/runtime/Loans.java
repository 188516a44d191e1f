// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends things that are costly to make. Never waits: a thread looks into a few slots from its own one on; where all are empty it
 * makes a thing, and where all are taken what comes back is dropped. So threads that borrow at the same time don't meet. Any thread.
 */
public final class Loans<T> {
    /** Slots that are tried. */
    private static final int PROBES = 8;
    /** References in a cache line, so that neighbours don't share one. */
    private static final int STRIDE_SHIFT = 4;

    /** An idle thing, or {@code null}; whoever exchanges it has it. */
    private final AtomicReferenceArray<@Nullable T> slots;

    private final Supplier<T> make;
    private final int mask;
    private final int probes;

    /**
     * @param maxIdle things that are kept at most, 1 or more; rounded down to a power of two
     */
    Loans(Supplier<T> make, int maxIdle) {
        this.make = make;
        int count = Integer.highestOneBit(maxIdle);
        mask = count - 1;
        probes = Math.min(PROBES, count);
        slots = new AtomicReferenceArray<>(count << STRIDE_SHIFT);
    }

    /** Nobody else's until {@link #giveBack}; in the state in which it was given back. */
    public T borrow() {
        int home = home();
        for (int i = 0; i < probes; i++) {
            int slot = slot(home + i);
            if (slots.getOpaque(slot) != null) {
                T lent = slots.getAndSet(slot, null);
                if (lent != null) {
                    return lent;
                }
            }
        }
        return make.get();
    }

    /** Ends the loan, on any thread. Called exactly once per {@link #borrow}. */
    public void giveBack(T thing) {
        int home = home();
        for (int i = 0; i < probes; i++) {
            int slot = slot(home + i);
            if (slots.getOpaque(slot) == null && slots.compareAndSet(slot, null, thing)) {
                return;
            }
        }
    }

    private static int home() {
        long id = Thread.currentThread().getId();
        // Threads that are made one after the other get slots far from each other.
        return (int) ((id * 0x9E37_79B9_7F4A_7C15L) >>> 32);
    }

    private int slot(int index) {
        return (index & mask) << STRIDE_SHIFT;
    }

    void clear() {
        for (int i = 0; i <= mask; i++) {
            slots.set(i << STRIDE_SHIFT, null);
        }
    }
}
