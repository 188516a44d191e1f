// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lends direct buffers of two sizes for output. Never waits: an empty pool allocates, a full one drops what comes back. Safe for
 * use by many threads at once.
 */
public final class BufferPool {
    /** Bytes of a small buffer: replies of one turn. */
    public static final int SMALL = 16 * 1024;

    /** Bytes of a large buffer; more is never handed to a socket in one piece. */
    public static final int LARGE = 128 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ByteBuffer> small = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>();
    private final int maxSmall;
    private final int maxLarge;
    private int lent;

    /** A pool that keeps at most 4 MiB of small and 8 MiB of large buffers. */
    public BufferPool() {
        this(256, 64);
    }

    /**
     * @param maxSmall small buffers kept for reuse, 0 or more
     * @param maxLarge large buffers kept for reuse, 0 or more
     */
    public BufferPool(int maxSmall, int maxLarge) {
        this.maxSmall = maxSmall;
        this.maxLarge = maxLarge;
    }

    /**
     * A cleared direct buffer that the caller owns until {@link #giveBack}.
     *
     * @param bytes how much it would like to have
     */
    public ByteBuffer borrow(long bytes) {
        boolean wantsLarge = bytes > SMALL;
        ByteBuffer buffer;
        lock.lock();
        try {
            lent++;
            buffer = (wantsLarge ? large : small).pollLast();
        } finally {
            lock.unlock();
        }
        return buffer == null ? ByteBuffer.allocateDirect(wantsLarge ? LARGE : SMALL) : buffer.clear();
    }

    /** Ends the loan of a buffer; called exactly once per {@link #borrow}. */
    public void giveBack(ByteBuffer buffer) {
        boolean isLarge = buffer.capacity() > SMALL;
        ArrayDeque<ByteBuffer> idle = isLarge ? large : small;
        lock.lock();
        try {
            lent--;
            if (idle.size() < (isLarge ? maxLarge : maxSmall)) {
                idle.addLast(buffer);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loan of a buffer that somebody may still read: it is left to the garbage collector. In place of {@link #giveBack}. */
    public void discard(ByteBuffer buffer) {
        Objects.requireNonNull(buffer);
        lock.lock();
        try {
            lent--;
        } finally {
            lock.unlock();
        }
    }

    /** Buffers that are on loan now. */
    public int lent() {
        lock.lock();
        try {
            return lent;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the idle buffers. */
    public void clear() {
        lock.lock();
        try {
            small.clear();
            large.clear();
        } finally {
            lock.unlock();
        }
    }
}
