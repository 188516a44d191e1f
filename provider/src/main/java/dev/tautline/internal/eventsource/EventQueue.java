// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.spec.SlowConsumerPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written, in the order of the sends, bounded in bytes; only whole events come and go. All state is guarded by its lock, which
 * is never held while anything is written or completed. Any thread.
 */
final class EventQueue {
    /** Bytes of one write, unless a single event is longer. */
    private static final int BATCH = 64 * 1024;

    /** What became of an offer. */
    enum Outcome {
        QUEUED,
        /** No room; nothing was queued. */
        FULL,
        /** Dropped by a policy. */
        DROPPED,
        /** The source is closing or closed. */
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomOrEnd = lock.newCondition();
    private final long limit;

    // All guarded by lock.
    private final ArrayDeque<QueuedEvent> events = new ArrayDeque<>();
    private boolean closed;
    private long waitingWeight;
    private long waitingBytes;
    private long unwrittenBytes;

    EventQueue(long limit) {
        this.limit = limit;
    }

    /**
     * Queues an event if the policy allows it.
     *
     * @param policy not {@link SlowConsumerPolicy#BLOCK} and not CLOSE, which the caller makes of {@link Outcome#FULL}
     * @param dropped takes the older events that were dropped
     */
    Outcome offer(QueuedEvent event, SlowConsumerPolicy policy, List<QueuedEvent> dropped) {
        lock.lock();
        try {
            if (closed) {
                return Outcome.CLOSED;
            }
            if (!hasRoom(event) && policy == SlowConsumerPolicy.DROP_OLDEST) {
                dropOldest(event, dropped);
            }
            if (!hasRoom(event)) {
                boolean drops = policy == SlowConsumerPolicy.DROP_NEWEST || policy == SlowConsumerPolicy.DROP_OLDEST;
                return drops && event.droppable() ? Outcome.DROPPED : Outcome.FULL;
            }
            events.addLast(event);
            waitingWeight += event.weight();
            waitingBytes += event.length();
            return Outcome.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(QueuedEvent event) {
        boolean empty = events.isEmpty() && unwrittenBytes == 0;
        return empty || waitingWeight + unwrittenBytes + event.length() <= limit;
    }

    private void dropOldest(QueuedEvent event, List<QueuedEvent> dropped) {
        for (Iterator<QueuedEvent> i = events.iterator(); i.hasNext() && !hasRoom(event); ) {
            QueuedEvent oldest = i.next();
            if (oldest.droppable()) {
                i.remove();
                forget(oldest);
                dropped.add(oldest);
            }
        }
    }

    private void forget(QueuedEvent event) {
        waitingWeight -= event.weight();
        waitingBytes -= event.length();
    }

    /**
     * Waits until {@link #offer} may find room or the source closes.
     *
     * @return the nanoseconds that are left; 0 or less if the time is over
     */
    long awaitRoom(QueuedEvent event, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (left > 0 && !closed && !hasRoom(event)) {
                left = roomOrEnd.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what goes into the next write; empty if nothing waits. */
    List<QueuedEvent> pollBatch() {
        List<QueuedEvent> batch = new ArrayList<>();
        int length = 0;
        lock.lock();
        try {
            QueuedEvent next = events.peekFirst();
            while (next != null && (batch.isEmpty() || length + next.length() <= BATCH)) {
                batch.add(events.removeFirst());
                forget(next);
                length += next.length();
                next = events.peekFirst();
            }
            unwrittenBytes += length;
            // What is being written weighs less than what waits.
            roomOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /** A batch has been written. */
    void written(int length) {
        lock.lock();
        try {
            unwrittenBytes -= length;
            roomOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait or are being written. */
    long bufferedAmount() {
        lock.lock();
        try {
            return waitingBytes + unwrittenBytes;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return events.isEmpty() && unwrittenBytes == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on; what waits may still be written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            roomOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The sink has closed: nothing is buffered any more. Returns what never got into a write. */
    List<QueuedEvent> end() {
        lock.lock();
        try {
            closed = true;
            List<QueuedEvent> rest = new ArrayList<>(events);
            events.clear();
            waitingWeight = 0;
            waitingBytes = 0;
            unwrittenBytes = 0;
            roomOrEnd.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** A wait of {@link #awaitRoom} in nanoseconds. */
    static long nanos(Duration duration) {
        return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
    }
}
