// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.wire;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what another thread or the other end does. The deadline is generous: it ends a broken test, it measures nothing. */
public final class Await {
    /** When a test gives up. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private Await() {}

    /**
     * Waits until something holds.
     *
     * @throws AssertionError if it does not in time; the message names it
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not in " + DEADLINE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** Waits until a counter has been left alone for a while. A slow machine can make it return early, never fail. */
    public static long untilStill(String what, LongSupplier counter) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        long value = counter.getAsLong();
        long since = System.nanoTime();
        while (System.nanoTime() - since < STILL_NANOS) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Never stands still: " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
            long now = counter.getAsLong();
            if (now != value) {
                value = now;
                since = System.nanoTime();
            }
        }
        return value;
    }

    /**
     * The result of a future.
     *
     * @throws AssertionError if it does not come in time
     * @throws CompletionException if it failed
     */
    public static <T> T result(String what, Future<T> future) {
        try {
            return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Not in " + DEADLINE.toSeconds() + " s: " + what, e);
        } catch (ExecutionException e) {
            throw new CompletionException(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted: " + what, e);
        }
    }
}
