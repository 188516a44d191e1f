// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few buffers of one size, kept for the next borrower. Bounded: what does not fit is left to the garbage collector. A borrowed
 * buffer belongs to its borrower alone; its content is whatever the last one left.
 */
final class BufferPool {
    private final AtomicReferenceArray<ByteBuffer> slots;
    private final Supplier<ByteBuffer> allocator;

    private BufferPool(int capacity, Supplier<ByteBuffer> allocator) {
        this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(1, capacity * 2 - 1)));
        this.allocator = allocator;
    }

    static BufferPool direct(int capacity, int bytes) {
        return new BufferPool(capacity, () -> ByteBuffer.allocateDirect(bytes));
    }

    static BufferPool heap(int capacity, int bytes) {
        return new BufferPool(capacity, () -> ByteBuffer.allocate(bytes));
    }

    /** A cleared buffer. */
    ByteBuffer borrow() {
        int mask = slots.length() - 1;
        int home = (int) Thread.currentThread().getId();
        for (int i = 0; i <= mask; i++) {
            int slot = (home + i) & mask;
            if (slots.getPlain(slot) != null) {
                ByteBuffer buffer = slots.getAndSet(slot, null);
                if (buffer != null) {
                    return buffer.clear();
                }
            }
        }
        return allocator.get();
    }

    void giveBack(ByteBuffer buffer) {
        int mask = slots.length() - 1;
        int home = (int) Thread.currentThread().getId();
        for (int i = 0; i <= mask; i++) {
            int slot = (home + i) & mask;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, buffer)) {
                return;
            }
        }
    }
}
