// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who waits for the pong with the payload of its ping. Any thread may call anything; nobody is told under the lock. */
final class PongWaiters {
    /** A peer that never answers can't make the application's pings pile up here. */
    static final int MAX = 1024;

    private final Completions completions;
    private final ReentrantLock lock = new ReentrantLock();

    /** Changed under the lock; {@code null} while nobody waits. Read without the lock by who only looks whether anybody does. */
    private volatile @Nullable Map<ByteBuffer, SendCallback> waiting;
    /** Guarded by lock. */
    private boolean ended;

    PongWaiters(Completions completions) {
        this.completions = completions;
    }

    /**
     * Waits for a pong. Who waits for the same payload is told that another one does now.
     *
     * @param payload the waiters' from now on; its content doesn't change
     * @return why it can't wait, or {@code null}
     */
    @Nullable IOException add(ByteBuffer payload, SendCallback waiter) {
        SendCallback before;
        lock.lock();
        try {
            if (ended) {
                return new ClosedChannelException();
            }
            Map<ByteBuffer, SendCallback> all = waiting;
            if (all == null) {
                all = new HashMap<>();
            }
            if (all.size() >= MAX && !all.containsKey(payload)) {
                return new IOException(MAX + " pings wait for their pongs already; the peer doesn't answer");
            }
            before = all.put(payload, waiter);
            waiting = all;
        } finally {
            lock.unlock();
        }
        completions.complete(before, new IOException("A later ping with the same payload waits for the pong now"));
        return null;
    }

    /** The ping was not sent. */
    void remove(ByteBuffer payload, SendCallback waiter) {
        lock.lock();
        try {
            Map<ByteBuffer, SendCallback> all = waiting;
            if (all != null) {
                all.remove(payload, waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A pong has come. */
    void onPong(ByteBuffer payload) {
        if (waiting == null) {
            return;
        }
        SendCallback waiter = null;
        lock.lock();
        try {
            Map<ByteBuffer, SendCallback> all = waiting;
            if (all != null) {
                waiter = all.remove(payload);
                waiting = all.isEmpty() ? null : all;
            }
        } finally {
            lock.unlock();
        }
        completions.complete(waiter, null);
    }

    /** The connection has ended: no pong will come. */
    void end() {
        List<SendCallback> all = List.of();
        lock.lock();
        try {
            ended = true;
            Map<ByteBuffer, SendCallback> left = waiting;
            if (left != null) {
                all = List.copyOf(left.values());
            }
            waiting = null;
        } finally {
            lock.unlock();
        }
        if (!all.isEmpty()) {
            completions.run(Completions.add(null, all, new ClosedChannelException()));
        }
    }
}
