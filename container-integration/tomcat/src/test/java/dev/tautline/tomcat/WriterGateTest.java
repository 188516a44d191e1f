// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WriterGateTest {
    private final WriterGate gate = new WriterGate();

    @Test
    void theSocketIsClosedBehindTheWriter() {
        assertTrue(gate.enter());
        assertFalse(gate.close());
        assertFalse(gate.close());
        assertFalse(gate.enter());
        assertTrue(gate.leave());
        assertTrue(gate.close());
        assertFalse(gate.enter());
    }

    @Test
    void withoutAWriterItIsClosedAtOnce() {
        assertTrue(gate.enter());
        assertFalse(gate.leave());
        assertTrue(gate.close());
        assertTrue(gate.close());
        assertFalse(gate.enter());
    }

    @Test
    void theSocketIsClosedBehindTheLastOfTwoWriters() {
        assertTrue(gate.enter());
        assertTrue(gate.enter());
        assertFalse(gate.close());
        assertFalse(gate.leave());
        assertFalse(gate.close());
        assertTrue(gate.leave());
        assertTrue(gate.close());
    }
}
