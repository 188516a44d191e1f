// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the application tells the test: they share a class loader. */
final class Told {
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

    private Told() {}

    static void add(String event) {
        EVENTS.add(event);
    }

    static void clear() {
        EVENTS.clear();
    }

    static void expect(String... events) throws InterruptedException {
        for (String event : events) {
            assertEquals(event, EVENTS.poll(30, TimeUnit.SECONDS));
        }
    }

    /** All so far, in order. */
    static String all() {
        return String.join(", ", EVENTS);
    }
}
