// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions of the echo are open, and how the others ended. */
final class Visits {
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final ConcurrentSkipListMap<Integer, Integer> CLOSED = new ConcurrentSkipListMap<>();

    private Visits() {}

    static void opened() {
        OPEN.incrementAndGet();
    }

    static void closed(int code) {
        CLOSED.merge(code, 1, Integer::sum);
        OPEN.decrementAndGet();
    }

    /** For example {@code 2 open, closed {1000=3, 1006=10}}. */
    static String describe() {
        return OPEN + " open, closed " + CLOSED;
    }
}
