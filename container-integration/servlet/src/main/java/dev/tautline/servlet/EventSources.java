// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.eventsource.EventSourceConnection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The open event sources of one deployment, so that they end with it. Any thread. */
final class EventSources {
    private final Set<EventSourceConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    void add(EventSourceConnection source) {
        open.add(source);
        source.ended().thenRun(() -> open.remove(source));
        if (ending) {
            source.close();
        }
    }

    /** Closes all, now and in future; completes when they have ended. */
    CompletableFuture<?> shutdown() {
        ending = true;
        open.forEach(EventSourceConnection::close);
        return CompletableFuture.allOf(open.stream()
                .map(source -> source.ended().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }
}
