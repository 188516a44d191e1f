// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.util.function.LongSupplier;

/**
 * Whether the read turns of a loop are heavy: so long that a hand-over of the loop costs little beside them. Judges by the last 16 samples,
 * of which most have to be heavy, because a thread that waits for a processor makes some light turns look so. Owner of the loop only.
 */
final class TurnTimes {
    /** What a heavy turn lasts at least: five times the processor time of a hand-over. */
    static final long HEAVY_NANOS = 100_000;
    /** One read turn in so many is a sample while they are light. */
    static final int LIGHT_TURNS_PER_SAMPLE = 8;
    /** One read turn in so many is a sample while they are heavy: it isn't shared. */
    static final int HEAVY_TURNS_PER_SAMPLE = 64;
    /** So many of the last {@link #SAMPLES} make the turns heavy. */
    static final int HEAVY_SAMPLES = 12;

    static final int SAMPLES = 16;

    private final LongSupplier nanoTime;
    /** The last samples, one bit each: set where the turn was heavy. */
    private int history;

    private boolean heavy;
    private int untilSample = LIGHT_TURNS_PER_SAMPLE;
    private boolean sampling;
    private long begun;

    /**
     * @param nanoTime {@link System#nanoTime}, or a test's clock
     */
    TurnTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A read turn begins.
     *
     * @return whether it may be shared: turns are heavy, and this one isn't a sample
     */
    boolean begin() {
        if (--untilSample > 0) {
            return heavy;
        }
        untilSample = heavy ? HEAVY_TURNS_PER_SAMPLE : LIGHT_TURNS_PER_SAMPLE;
        sampling = true;
        begun = nanoTime.getAsLong();
        return false;
    }

    /** A turn is over, or its lease was lost. */
    void end() {
        if (sampling) {
            sampling = false;
            int sample = nanoTime.getAsLong() - begun >= HEAVY_NANOS ? 1 : 0;
            history = (history << 1 | sample) & ((1 << SAMPLES) - 1);
            heavy = Integer.bitCount(history) >= HEAVY_SAMPLES;
        }
    }
}
