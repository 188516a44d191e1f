// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void takesTheMiddle() {
        assertEquals(new Spread(3, 1, 9), Spread.of(9, 1, 3));
        assertEquals(new Spread(2.5, 1, 4), Spread.of(4, 1, 3, 2));
        assertThrows(IllegalArgumentException.class, Spread::of);
    }

    @Test
    void comparesRoundByRound() {
        Spread ratios = Spread.ofRatios(new double[] {20, 5, 30}, new double[] {10, 5, 10});
        assertEquals(new Spread(2, 1, 3), ratios);
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(new double[1], new double[2]));
    }

    @Test
    void writesThreeDigits() {
        assertEquals("0.27", Spread.format(0.272));
        assertEquals("15.8", Spread.format(15.82));
        assertEquals("12346", Spread.format(12345.6));
        assertEquals("2.00 (1.00–3.00)", new Spread(2, 1, 3).format());
        assertEquals("7.00", Spread.of(7).format());
    }
}
