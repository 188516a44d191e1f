// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import dev.tautline.internal.transport.DetachedThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** All threads of the loops, and those of them that wait for a loop to take over. */
final class SpareThreads {
    private final String namePrefix;
    private final int softLimit;
    private final int hardLimit;
    private final long idleNanos;
    private final AtomicInteger started = new AtomicInteger();

    /** Leases reserved or lost whose thread has not come back. */
    private final AtomicInteger out = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final ArrayDeque<LoopThread> idle = new ArrayDeque<>();
    private final Set<LoopThread> threads = new HashSet<>();
    private boolean closed;

    SpareThreads(LoopOptions options) {
        this.namePrefix = options.threadNamePrefix();
        this.softLimit = options.spareLimit();
        this.hardLimit = options.spareLimit() == 0 ? 0 : options.spareLimit() + options.loops();
        this.idleNanos = nanos(options.spareIdle());
    }

    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) < 0 ? duration.toNanos() : Long.MAX_VALUE / 4;
    }

    /** Whether a callback that blocks now would not hold up a loop. */
    boolean available() {
        return out.get() < softLimit;
    }

    /** Whether there is enough left for callbacks that block when a lease is given up early. */
    boolean hasMany() {
        return out.get() < softLimit / 2;
    }

    /** A running thread that waits for an assignment, or {@code null} at the limit or when no thread can be started. */
    @Nullable LoopThread reserve() {
        if (out.incrementAndGet() > hardLimit) {
            out.decrementAndGet();
            return null;
        }
        lock.lock();
        try {
            LoopThread thread = idle.pollLast();
            if (thread != null) {
                return thread;
            }
        } finally {
            lock.unlock();
        }
        try {
            return startThread();
        } catch (OutOfMemoryError e) { // "unable to create native thread"
            out.decrementAndGet();
            return null;
        }
    }

    /** The reserved thread is not needed after all. */
    void release(LoopThread thread) {
        out.decrementAndGet();
        lock.lock();
        try {
            idle.addLast(thread);
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(thread); // it may have to start its idle time, or to end
    }

    /** A thread that had lost its lease has returned from its turn. */
    void returned() {
        out.decrementAndGet();
    }

    /** Starts a thread that waits for its assignment; not counted against the limit. */
    LoopThread startThread() {
        LoopThread thread =
                DetachedThreads.make(() -> new LoopThread(this, namePrefix + "-" + started.incrementAndGet()));
        thread.start();
        lock.lock();
        try {
            threads.removeIf(other -> !other.isAlive());
            threads.add(thread);
        } finally {
            lock.unlock();
        }
        return thread;
    }

    /** Waits for the assignment of a thread that was started for one. On the thread itself. */
    @Nullable ChannelLoop firstLoop(LoopThread thread) {
        return awaitLoop(thread);
    }

    /** Waits as a spare; {@code null} if the thread has to end. On the thread itself. */
    @Nullable ChannelLoop nextLoop(LoopThread thread) {
        lock.lock();
        try {
            idle.addLast(thread);
        } finally {
            lock.unlock();
        }
        return awaitLoop(thread);
    }

    private @Nullable ChannelLoop awaitLoop(LoopThread thread) {
        long deadline = System.nanoTime() + idleNanos;
        while (true) {
            long left = deadline - System.nanoTime();
            if (endsIdle(thread, left <= 0)) {
                return null;
            }
            if (left <= 0) { // reserved by a thief who has not decided yet
                deadline = System.nanoTime() + idleNanos;
            }
            // Nothing between this look and the park may park: a contended lock would use up the permit of assign.
            ChannelLoop loop = thread.takeAssignment();
            if (loop != null) {
                return loop;
            }
            Thread.interrupted();
            LockSupport.parkNanos(this, deadline - System.nanoTime());
        }
    }

    private boolean endsIdle(LoopThread thread, boolean timedOut) {
        lock.lock();
        try {
            return (timedOut || closed) && idle.remove(thread);
        } finally {
            lock.unlock();
        }
    }

    /** From now on a thread without a loop ends. */
    void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(LockSupport::unpark);
        } finally {
            lock.unlock();
        }
    }

    /** All threads that have not ended. */
    List<LoopThread> threads() {
        lock.lock();
        try {
            threads.removeIf(thread -> !thread.isAlive());
            return new ArrayList<>(threads);
        } finally {
            lock.unlock();
        }
    }

    int idleCount() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    int outCount() {
        return out.get();
    }
}
