// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The pings of one socket whose pong has not come, by payload. Any thread; stages complete outside the lock. */
final class PongWaiters {
    /** A peer that never answers must not make this grow: the oldest gives way. */
    private static final int MOST = 1024;

    /** Guarded by this. */
    private final Map<ByteBuffer, CompletableFuture<Void>> waiting = new LinkedHashMap<>();

    private boolean closed;

    CompletableFuture<Void> await(ByteBuffer payload) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        CompletableFuture<Void> displaced;
        synchronized (this) {
            if (closed) {
                displaced = answered;
            } else {
                displaced = waiting.put(payload, answered);
                if (displaced == null && waiting.size() > MOST) {
                    displaced = waiting.remove(waiting.keySet().iterator().next());
                }
            }
        }
        fail(
                displaced,
                displaced == answered
                        ? new ClosedChannelException()
                        : new CancellationException("A later ping has taken the place of this one"));
        return answered;
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    void onPong(ByteBuffer payload) {
        CompletableFuture<Void> answered;
        synchronized (this) {
            answered = waiting.remove(payload);
        }
        if (answered != null) {
            answered.complete(null);
        }
    }

    void close() {
        Map<ByteBuffer, CompletableFuture<Void>> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(waiting);
            waiting.clear();
        }
        left.values().forEach(answered -> fail(answered, new ClosedChannelException()));
    }

    private static void fail(@Nullable CompletableFuture<Void> answered, Exception cause) {
        if (answered != null) {
            answered.completeExceptionally(cause);
        }
    }
}
