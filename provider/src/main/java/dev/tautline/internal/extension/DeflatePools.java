// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The deflaters and inflaters that all connections of a runtime share. Bounded: a deflater takes up to 270 KB of native memory,
 * an inflater up to 40 KB. Thread-safe; the lock is held for a few instructions, never during native work.
 *
 * <p>Deflaters have a limit on how many exist: beyond it a message passes uncompressed, which a sender may always choose
 * (RFC 7692 §6.1). Inflaters are needed when a peer has compressed: only the number of idle ones is limited.
 */
public final class DeflatePools implements AutoCloseable {
    /** Deflaters that {@link #DeflatePools()} allows. */
    public static final int DEFAULT_MAX_DEFLATERS = 128;

    /** Idle inflaters that {@link #DeflatePools()} keeps. */
    public static final int DEFAULT_MAX_IDLE_INFLATERS = 256;

    private final int maxDeflaters;
    private final int maxIdleInflaters;

    // Guarded by lock.
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<MessageDeflater> idleDeflaters = new ArrayDeque<>();
    private final Deque<Inflater> idleInflaters = new ArrayDeque<>();
    private int deflaters;
    private boolean closed;

    /** Pools with the default limits. */
    public DeflatePools() {
        this(DEFAULT_MAX_DEFLATERS, DEFAULT_MAX_IDLE_INFLATERS);
    }

    /**
     * @param maxDeflaters deflaters that exist at once, borrowed and idle, of all levels and strategies together
     * @param maxIdleInflaters inflaters kept for the next borrower
     */
    public DeflatePools(int maxDeflaters, int maxIdleInflaters) {
        if (maxDeflaters < 0 || maxIdleInflaters < 0) {
            throw new IllegalArgumentException(
                    "The limits are 0 or more, not " + maxDeflaters + " and " + maxIdleInflaters);
        }
        this.maxDeflaters = maxDeflaters;
        this.maxIdleInflaters = maxIdleInflaters;
    }

    /** A deflater without context, or {@code null} where the limit is reached or the pools are closed. */
    @Nullable MessageDeflater borrowDeflater(int level, int strategy) {
        MessageDeflater evicted = null;
        lock.lock();
        try {
            for (Iterator<MessageDeflater> idle = idleDeflaters.iterator(); idle.hasNext(); ) {
                MessageDeflater deflater = idle.next();
                if (deflater.fits(level, strategy)) {
                    idle.remove();
                    return deflater;
                }
            }
            if (closed) {
                return null;
            }
            if (deflaters < maxDeflaters) {
                deflaters++;
            } else {
                evicted = idleDeflaters.pollLast();
                if (evicted == null) {
                    return null;
                }
            }
        } finally {
            lock.unlock();
        }
        if (evicted != null) {
            evicted.end();
        }
        return new MessageDeflater(level, strategy);
    }

    /** Takes back what {@link #borrowDeflater} gave. */
    void giveBack(MessageDeflater deflater) {
        deflater.reset();
        boolean keep;
        lock.lock();
        try {
            keep = !closed;
            if (keep) {
                idleDeflaters.addFirst(deflater);
            } else {
                deflaters--;
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            deflater.end();
        }
    }

    /** An inflater for raw deflate data without context. */
    Inflater borrowInflater() {
        lock.lock();
        try {
            Inflater idle = idleInflaters.pollFirst();
            if (idle != null) {
                return idle;
            }
        } finally {
            lock.unlock();
        }
        return new Inflater(true);
    }

    /** Takes back what {@link #borrowInflater} gave. */
    void giveBack(Inflater inflater) {
        inflater.reset();
        boolean keep;
        lock.lock();
        try {
            keep = !closed && idleInflaters.size() < maxIdleInflaters;
            if (keep) {
                idleInflaters.addFirst(inflater);
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            inflater.end();
        }
    }

    /** Deflaters that exist now, borrowed and idle; for metrics. */
    public int deflaters() {
        lock.lock();
        try {
            return deflaters;
        } finally {
            lock.unlock();
        }
    }

    /** Idle deflaters and inflaters; for metrics. */
    public int idle() {
        lock.lock();
        try {
            return idleDeflaters.size() + idleInflaters.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees what is idle; what is borrowed is freed when it comes back. Later messages pass uncompressed. Idempotent.
     */
    @Override
    public void close() {
        Deque<MessageDeflater> endedDeflaters;
        Deque<Inflater> endedInflaters;
        lock.lock();
        try {
            closed = true;
            deflaters -= idleDeflaters.size();
            endedDeflaters = new ArrayDeque<>(idleDeflaters);
            endedInflaters = new ArrayDeque<>(idleInflaters);
            idleDeflaters.clear();
            idleInflaters.clear();
        } finally {
            lock.unlock();
        }
        endedDeflaters.forEach(MessageDeflater::end);
        endedInflaters.forEach(Inflater::end);
    }
}
