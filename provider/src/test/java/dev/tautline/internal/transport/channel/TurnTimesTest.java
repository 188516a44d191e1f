// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When turns count as heavy. */
class TurnTimesTest {
    private static final long HEAVY = TurnTimes.HEAVY_NANOS;
    private static final long LIGHT = TurnTimes.HEAVY_NANOS - 1;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5 * HEAVY); // it wraps, as nanoTime may
    private final TurnTimes times = new TurnTimes(clock::get);

    /** Turns of one length; how many of them may be shared. */
    private int turns(int count, long nanos) {
        int shared = 0;
        for (int i = 0; i < count; i++) {
            shared += times.begin() ? 1 : 0;
            clock.addAndGet(nanos);
            times.end();
            clock.addAndGet(10 * HEAVY); // between turns: not counted
        }
        return shared;
    }

    private int samples(int count, long nanos) {
        return turns(count * TurnTimes.LIGHT_TURNS_PER_SAMPLE, nanos);
    }

    @Test
    void lightTurnsAreNotShared() {
        assertEquals(0, turns(10_000, LIGHT));
    }

    @Test
    void heavyTurnsAreSharedOnceEnoughAreSeen() {
        assertEquals(0, samples(TurnTimes.HEAVY_SAMPLES, HEAVY));
        assertEquals(
                TurnTimes.HEAVY_TURNS_PER_SAMPLE - 1,
                turns(TurnTimes.HEAVY_TURNS_PER_SAMPLE, HEAVY),
                "one is a sample");
    }

    @Test
    void aFewLongTurnsBetweenLightOnesChangeNothing() {
        for (int i = 0; i < 100; i++) {
            assertEquals(0, samples(TurnTimes.HEAVY_SAMPLES - 1, HEAVY));
            assertEquals(0, samples(TurnTimes.SAMPLES - TurnTimes.HEAVY_SAMPLES + 1, LIGHT));
        }
    }

    @Test
    void turnsThatAreLightAgainAreSharedNoMore() {
        samples(TurnTimes.SAMPLES, HEAVY);
        assertTrue(turns(1, LIGHT) == 1);
        int untilLight = TurnTimes.SAMPLES - TurnTimes.HEAVY_SAMPLES + 1;
        turns(untilLight * TurnTimes.HEAVY_TURNS_PER_SAMPLE, LIGHT);
        assertEquals(0, turns(1000, LIGHT));
    }

    @Test
    void aTurnWithoutASampleNeedsNoClock() {
        TurnTimes unclocked = new TurnTimes(() -> {
            throw new AssertionError("the clock was read");
        });
        for (int i = 1; i < TurnTimes.LIGHT_TURNS_PER_SAMPLE; i++) {
            assertFalse(unclocked.begin());
            unclocked.end();
        }
    }
}
