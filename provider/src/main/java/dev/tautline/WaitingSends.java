// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for a connection, in order and up to a limit. Guarded by whoever owns it; nothing is sent or completed here.
 *
 * @param <C> what they are handed to
 */
final class WaitingSends<C> {
    private final long limit;
    private final ArrayDeque<Send<C>> sends = new ArrayDeque<>();
    private long bytes;

    /** A message and the stage that the application has of it. */
    record Send<C>(long bytes, Function<C, CompletionStage<Void>> send, CompletableFuture<Void> stage) {
        /** Hands the message to a connection. */
        @SuppressWarnings("NullAway") // a Void stage completes with null
        void to(C connection) {
            send.apply(connection).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    stage.complete(null);
                } else {
                    stage.completeExceptionally(failure);
                }
            });
        }

        void fail() {
            stage.completeExceptionally(new ClosedChannelException());
        }
    }

    /** @param limit bytes, 0 for none */
    WaitingSends(long limit) {
        this.limit = limit;
    }

    /** Takes a message if there is room for it. */
    @Nullable CompletionStage<Void> add(long size, Function<C, CompletionStage<Void>> send) {
        if (limit == 0 || size > limit - bytes) {
            return null;
        }
        bytes += size;
        Send<C> added = new Send<>(size, send, new CompletableFuture<>());
        sends.add(added);
        return added.stage();
    }

    @Nullable Send<C> poll() {
        Send<C> next = sends.poll();
        if (next != null) {
            bytes -= next.bytes();
        }
        return next;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Empties the queue. */
    List<Send<C>> takeAll() {
        List<Send<C>> all = new ArrayList<>(sends);
        sends.clear();
        bytes = 0;
        return all;
    }
}
