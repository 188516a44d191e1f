// SPDX-License-Identifier: Apache-2.0
package dev.tautline.testkit;

import dev.tautline.internal.connection.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A clock that moves only by {@link #advance}, which runs what is due in order of time. Safe for use by many threads at once. */
public final class FakeTimers implements Timers {
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparingLong((Entry entry) -> entry.due).thenComparingLong(entry -> entry.number));
    private long now = 1_000_000_000L;
    private long count;

    private final class Entry implements Task {
        private final Runnable task;
        private final long due;
        private final long number;

        Entry(Runnable task, long due, long number) {
            this.task = task;
            this.due = due;
            this.number = number;
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                entries.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Timers at an arbitrary moment, nothing scheduled. */
    public FakeTimers() {}

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Task schedule(Runnable task, long delayNanos) {
        lock.lock();
        try {
            Entry entry = new Entry(task, now + delayNanos, count++);
            entries.add(entry);
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** Tasks that wait. */
    public int scheduled() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the clock, stopping at each task that becomes due to run it; tasks may schedule more. */
    public void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        for (Entry next = poll(end); next != null; next = poll(end)) {
            next.task.run();
        }
        lock.lock();
        try {
            now = end;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry poll(long end) {
        lock.lock();
        try {
            Entry next = entries.peek();
            if (next == null || next.due - end > 0) {
                return null;
            }
            entries.remove(next);
            now = Math.max(now, next.due);
            return next;
        } finally {
            lock.unlock();
        }
    }
}
