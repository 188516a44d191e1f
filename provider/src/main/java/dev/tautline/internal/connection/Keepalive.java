// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a ping every so often and expects its pong in time. While nothing is read, because a callback is slow or the connection
 * is paused, the clock of the pong stands still: the peer may well have answered.
 */
final class Keepalive {
    /** What the keepalive does to its connection. Called on a timer thread: enqueues. */
    interface Owner {
        void sendKeepalive(ByteBuffer payload);

        void onDeadPeer();
    }

    private static final long MARK = 0x7461_7574_6c69_6e65L;

    private final Timers timers;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private Timers.@Nullable Task task;
    private boolean stopped;
    private boolean awaitsPong;
    private boolean readingStopped;
    private long count;
    private long deadline;
    private long nextPing;

    Keepalive(Timers timers, Duration interval, Duration timeout, Owner owner) {
        this.timers = timers;
        this.intervalNanos = IdleTimeout.nanos(interval);
        this.timeoutNanos = IdleTimeout.nanos(timeout);
        this.owner = owner;
    }

    void start() {
        if (intervalNanos == 0) {
            return;
        }
        lock.lock();
        try {
            nextPing = timers.nanoTime() + intervalNanos;
        } finally {
            lock.unlock();
        }
        schedule(intervalNanos);
    }

    void stop() {
        Timers.Task armed;
        lock.lock();
        try {
            stopped = true;
            armed = task;
        } finally {
            lock.unlock();
        }
        if (armed != null) {
            armed.cancel();
        }
    }

    /**
     * Reading has stopped or goes on.
     *
     * @param stopped says which. It is asked under the lock: of two calls that overtake each other the last one finds what holds
     */
    void onReading(BooleanSupplier stopped) {
        if (intervalNanos == 0) {
            return;
        }
        lock.lock();
        try {
            readingStopped = stopped.getAsBoolean();
            deadline = timers.nanoTime() + timeoutNanos;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A pong has come.
     *
     * @return whether it answers a ping of ours, so that nobody else need see it
     */
    boolean onPong(ByteBuffer payload) {
        if (intervalNanos == 0 || payload.remaining() != 2 * Long.BYTES || payload.getLong() != MARK) {
            return false;
        }
        lock.lock();
        try {
            awaitsPong &= payload.getLong() != count;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void schedule(long delayNanos) {
        lock.lock();
        try {
            if (!stopped) {
                task = timers.schedule(this::onTimer, delayNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void onTimer() {
        ByteBuffer ping = null;
        boolean dead;
        long delay;
        lock.lock();
        try {
            long now = timers.nanoTime();
            if (awaitsPong && readingStopped) {
                deadline = now + timeoutNanos;
            }
            dead = awaitsPong && deadline - now <= 0;
            if (!awaitsPong && nextPing - now <= 0) {
                awaitsPong = timeoutNanos > 0;
                deadline = now + timeoutNanos;
                nextPing = now + intervalNanos;
                count++;
                ping = ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(MARK)
                        .putLong(count)
                        .flip();
            }
            delay = Math.max(1, (awaitsPong ? deadline : nextPing) - now);
        } finally {
            lock.unlock();
        }
        if (dead) {
            owner.onDeadPeer();
            return;
        }
        if (ping != null) {
            owner.sendKeepalive(ping);
        }
        schedule(delay);
    }
}
