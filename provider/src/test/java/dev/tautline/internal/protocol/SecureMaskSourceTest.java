// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecureMaskSourceTest {
    /** Counts up: its n-th byte is n. */
    private static final class CountingRandom extends SecureRandom {
        private static final long serialVersionUID = 1;
        private int next;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) next++;
            }
        }
    }

    @Test
    void everyByteOfTheSourceIsUsedOnce() {
        SecureMaskSource source = new SecureMaskSource(new CountingRandom());
        for (int i = 0; i < 200; i++) {
            int first = 4 * i & 0xFF;
            int expected = first << 24 | (first + 1) << 16 | (first + 2) << 8 | (first + 3);
            assertEquals(expected, source.nextKey(), "key " + i);
        }
    }

    @Test
    void keysDiffer() {
        SecureMaskSource source = new SecureMaskSource(new SecureRandom());
        Set<Integer> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(source.nextKey());
        }
        assertTrue(keys.size() > 995, () -> keys.size() + " keys of 1,000");
    }
}
