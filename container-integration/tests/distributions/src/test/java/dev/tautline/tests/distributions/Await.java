// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process comes to without telling anybody. */
final class Await {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    /** Returns as soon as {@code actual} is {@code expected}; fails with what it was last. */
    static <T> void equal(T expected, Callable<T> actual, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        T value = actual.call();
        while (!Objects.equals(expected, value)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + ": expected " + expected + ", is still " + value);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            value = actual.call();
        }
    }
}
