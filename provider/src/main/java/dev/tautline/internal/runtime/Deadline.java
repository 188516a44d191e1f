// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One end that several waits share. For any thread. */
final class Deadline {
    private final LongSupplier nanoTime;
    private final long end;

    /** @param nanoTime as {@link System#nanoTime} */
    Deadline(Duration fromNow, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + fromNow.toNanos();
    }

    /** What is left, never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }
}
