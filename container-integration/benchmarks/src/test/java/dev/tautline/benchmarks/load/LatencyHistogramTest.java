// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 63, 64, 65, 127, 128, 1_000, 123_456_789, 60_000_000_000L, Long.MAX_VALUE})
    void keepsAValueWithinItsBucket(long nanos) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(nanos);
        long found = histogram.percentile(0.5);
        assertTrue(found >= nanos && found - nanos <= nanos / 32, () -> nanos + " became " + found);
    }

    @Test
    void ranksByCount() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 1; i <= 60; i++) {
            histogram.record(i);
        }
        assertEquals(30, histogram.percentile(0.5));
        assertEquals(60, histogram.percentile(0.99));
        assertEquals(1, histogram.percentile(0.001));
        assertEquals(60, histogram.total());
    }

    @Test
    void isZeroWhenNothingWasRecorded() {
        assertEquals(0, new LatencyHistogram().percentile(0.99));
    }
}
