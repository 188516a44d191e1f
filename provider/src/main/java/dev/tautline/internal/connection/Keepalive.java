// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Profile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a ping every so often and expects its pong in time. The time begins when the ping has left; before that, whatever is written
 * shows that the peer reads, and before and after it whatever is read shows that the peer lives: it may be in the middle of a long
 * frame. While nothing is read, because a callback is slow or the connection is paused, the clock stands still: the peer may well have
 * answered.
 */
final class Keepalive {
    /** What the keepalive does to its connection. Called on a timer thread: enqueues. */
    interface Owner {
        /** @param left told when the ping has been written */
        void sendKeepalive(ByteBuffer payload, SendCallback left);

        void onDeadPeer();
    }

    /** A count that long never comes. */
    private static final int MAX_DIGITS = 18;

    private static final long MARK = 0x7461_7574_6c69_6e65L;

    private final Timers timers;
    private final long intervalNanos;
    private final long timeoutNanos;
    /** Whether pings carry a decimal count, as faye's do, and not a mark that nobody else uses. */
    private final boolean countsInText;

    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private Timers.@Nullable Task task;
    private boolean stopped;
    private boolean readingStopped;
    private long count;
    private long nextPing;

    /** Written under the lock. */
    private volatile boolean awaitsPong;
    /** Written under the lock. Whether the ping whose pong is awaited has been written. */
    private volatile boolean pingLeft;
    /** When the peer was last seen to live; written by whoever saw it, lost updates are of the same moment. */
    private volatile long lastLife;

    Keepalive(Timers timers, ConnectionOptions options, Owner owner) {
        this.timers = timers;
        this.intervalNanos = IdleTimeout.nanos(options.pingInterval());
        this.timeoutNanos = IdleTimeout.nanos(options.pongTimeout());
        this.countsInText = options.profile() == Profile.FAYE;
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
            lastLife = timers.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the peer have come. For the holder of the read token. */
    void onInput() {
        if (awaitsPong) {
            lastLife = timers.nanoTime();
        }
    }

    /** The transport has taken bytes. For the flush owner. */
    void onOutput() {
        if (awaitsPong && !pingLeft) {
            lastLife = timers.nanoTime();
        }
    }

    private void onPingLeft(long number) {
        lock.lock();
        try {
            if (number == count) {
                pingLeft = true;
                lastLife = timers.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Told when a ping has been written. */
    private final class Left implements SendCallback {
        private final long number;

        Left(long number) {
            this.number = number;
        }

        @Override
        public void onComplete(@Nullable Throwable failure) {
            if (failure == null) {
                onPingLeft(number);
            }
        }

        @Override
        public boolean mayBlock() {
            return false;
        }
    }

    /**
     * A pong has come.
     *
     * @return whether it answers a ping of ours, so that nobody else need see it
     */
    boolean onPong(ByteBuffer payload) {
        if (intervalNanos == 0) {
            return false;
        }
        long number = countsInText ? textNumber(payload) : markedNumber(payload);
        lock.lock();
        try {
            if (number <= 0 || number > count) {
                return false;
            }
            if (number == count) {
                awaitsPong = false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static long markedNumber(ByteBuffer payload) {
        return payload.remaining() == 2 * Long.BYTES && payload.getLong() == MARK ? payload.getLong() : 0;
    }

    private static long textNumber(ByteBuffer payload) {
        long number = 0;
        if (payload.remaining() > MAX_DIGITS) {
            return 0;
        }
        while (payload.hasRemaining()) {
            int digit = payload.get() - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private ByteBuffer payload(long number) {
        return countsInText
                ? ByteBuffer.wrap(Long.toString(number).getBytes(StandardCharsets.US_ASCII))
                : ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(MARK)
                        .putLong(number)
                        .flip();
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
        long pinged = 0;
        boolean dead;
        long delay;
        lock.lock();
        try {
            long now = timers.nanoTime();
            if (awaitsPong && readingStopped) {
                lastLife = now;
            }
            dead = awaitsPong && lastLife + timeoutNanos - now <= 0;
            if (nextPing - now <= 0) {
                nextPing = now + intervalNanos;
                // While a pong is awaited a beat passes without a ping.
                if (!awaitsPong) {
                    pingLeft = false;
                    lastLife = now;
                    awaitsPong = timeoutNanos > 0;
                    pinged = nextNumber();
                }
            }
            // The pong may come at any moment: never later than the next beat.
            delay = nextPing - now;
            if (awaitsPong) {
                delay = Math.min(delay, lastLife + timeoutNanos - now);
            }
            delay = Math.max(1, delay);
        } finally {
            lock.unlock();
        }
        if (dead) {
            owner.onDeadPeer();
            return;
        }
        if (pinged != 0) {
            owner.sendKeepalive(payload(pinged), new Left(pinged));
        }
        schedule(delay);
    }

    /** Called under the lock. */
    private long nextNumber() {
        count++;
        return count;
    }
}
