// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.testkit.FakeTimers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two threads that meet at one event source. */
class EventSourceRaceTest {
    private static final int CLOSES = 40_000;

    @Test
    @DisplayName("a source that is closed while it opens ends")
    void closeMeetsTheOpening() throws Exception {
        AtomicInteger closing = new AtomicInteger(-1);
        AtomicInteger opened = new AtomicInteger(-1);
        List<MemorySink> sinks = new ArrayList<>();
        List<EventSourceConnection> connections = new ArrayList<>();
        for (int i = 0; i < CLOSES; i++) {
            MemorySink sink = new MemorySink();
            RequestFacts facts = new RequestFacts("http://localhost/", "");
            EventSourceOptions options = EventSourceOptions.builder().build();
            EventSourceConnection connection =
                    new EventSourceConnection(sink, facts, options, new FakeTimers(), Runnable::run);
            connection.start();
            sinks.add(sink);
            connections.add(connection);
        }
        FutureTask<Boolean> opens = new FutureTask<>(() -> {
            for (int i = 0; i < CLOSES; i++) {
                int round = i;
                await(() -> closing.get() >= round);
                for (int wait = round & 63; wait > 0; wait--) {
                    Thread.onSpinWait();
                }
                sinks.get(i).open();
                opened.set(i);
            }
            return true;
        });
        new Thread(opens).start();
        for (int i = 0; i < CLOSES; i++) {
            int round = i;
            closing.set(i);
            for (int wait = round >> 6 & 63; wait > 0; wait--) {
                Thread.onSpinWait();
            }
            connections.get(i).close();
            await(() -> opened.get() >= round);
        }
        assertTrue(opens.get());
        assertTrue(sinks.stream().allMatch(MemorySink::isClosed));
    }

    /** Without the time that it takes to wake a thread, which would keep the two apart. */
    private static void await(BooleanSupplier condition) {
        for (int spins = 0; !condition.getAsBoolean(); spins++) {
            if (spins < 1000) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }
}
