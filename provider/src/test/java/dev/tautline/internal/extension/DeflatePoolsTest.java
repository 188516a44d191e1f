// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeflatePoolsTest {
    @Test
    @DisplayName("A deflater comes back to the next borrower of its level and strategy")
    void reuse() {
        DeflatePools pools = new DeflatePools(4, 0);
        MessageDeflater first = pools.borrowDeflater(1, 0);
        assertNotNull(first);
        pools.giveBack(first);
        assertNotSame(first, pools.borrowDeflater(2, 0));
        assertNotSame(first, pools.borrowDeflater(1, 1));
        assertSame(first, pools.borrowDeflater(1, 0));
        assertEquals(3, pools.deflaters());
        pools.close();
    }

    @Test
    @DisplayName("At the limit an idle deflater of another kind makes room, a borrowed one does not")
    void limit() {
        DeflatePools pools = new DeflatePools(1, 0);
        MessageDeflater first = pools.borrowDeflater(1, 0);
        assertNotNull(first);
        assertNull(pools.borrowDeflater(1, 0));
        assertNull(pools.borrowDeflater(2, 0));
        pools.giveBack(first);
        MessageDeflater second = pools.borrowDeflater(2, 0);
        assertNotNull(second);
        assertEquals(1, pools.deflaters());
        pools.giveBack(second);
        pools.close();
        assertEquals(0, pools.deflaters());
    }

    /** An ended inflater throws: NullPointerException on JDK 17 to 24, IllegalStateException from 25 on. */
    private static void assertEnded(Inflater inflater) {
        assertThrows(RuntimeException.class, inflater::getTotalIn, "the inflater has ended");
    }

    @Test
    @DisplayName("Idle inflaters are kept up to their limit; more can be borrowed than are kept")
    void inflaters() {
        DeflatePools pools = new DeflatePools(0, 1);
        Inflater first = pools.borrowInflater();
        Inflater second = pools.borrowInflater();
        pools.giveBack(first);
        pools.giveBack(second);
        assertEquals(1, pools.idle());
        assertSame(first, pools.borrowInflater());
        assertEnded(second);
        pools.giveBack(first);
        pools.close();
        assertEnded(first);
    }

    @Test
    @DisplayName("After close nothing is kept: what is given back ends, messages pass uncompressed")
    void close() {
        DeflatePools pools = new DeflatePools();
        MessageDeflater deflater = pools.borrowDeflater(1, 0);
        Inflater inflater = pools.borrowInflater();
        assertNotNull(deflater);
        pools.close();
        pools.close();
        assertNull(pools.borrowDeflater(1, 0));
        pools.giveBack(deflater);
        pools.giveBack(inflater);
        assertEquals(0, pools.idle());
        assertEquals(0, pools.deflaters());
        assertEnded(inflater);
    }

    @Test
    void limitsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new DeflatePools(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DeflatePools(0, -1));
    }
}
