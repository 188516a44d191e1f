// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The ends of a server by the query they were opened with. */
public final class Arrivals {
    private static final long DEADLINE_SECONDS = 30;

    private final Map<String, CompletableFuture<End>> ends = new ConcurrentHashMap<>();

    /** A connection is open. */
    public void add(End end) {
        future(end.query()).complete(end);
    }

    /** Waits for it, once. */
    public End await(String query) throws Exception {
        try {
            return future(query).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } finally {
            ends.remove(query);
        }
    }

    private CompletableFuture<End> future(String query) {
        return ends.computeIfAbsent(query, key -> new CompletableFuture<>());
    }
}
