// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCycleTest {

    @ParameterizedTest
    @CsvSource({"32, 1, 4", "32, 64, 16", "1024, 6, 6", "1024, 17, 1", "65536, 1, 1", "1048576, 4, 1"})
    void dividesTheWindow(int size, int window, int length) {
        assertEquals(length, MessageCycle.cycleLength(size, window));
    }

    @Test
    void holdsAWholeWindowFromEveryPlace() {
        MessageCycle cycle = new MessageCycle(Scenario.echo(1, 32, 64, Payload.TEXT), 0, false);
        int last = cycle.length() - 1 + 64;
        assertEquals(38 * last, cycle.clientOffset(last));
        assertEquals(38 * last, cycle.clientFrames().remaining());
        assertEquals(34 * last, cycle.serverFrames().remaining());
    }

    @Test
    void deflatesWhatInflates() throws Exception {
        byte[] payload = Payloads.build(Payload.JSON, 40_000, 1, 2);
        byte[] deflated = MessageCycle.deflated(payload);
        byte[] withTail = Arrays.copyOf(deflated, deflated.length + 4);
        withTail[withTail.length - 2] = (byte) 0xFF;
        withTail[withTail.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(withTail);
        byte[] inflated = new byte[40_000];
        assertEquals(inflated.length, inflater.inflate(inflated));
        inflater.end();
        assertArrayEquals(payload, inflated);
    }

    @Test
    void givesEveryConnectionAndPlaceItsOwnPayload() {
        for (Payload kind : Payload.values()) {
            byte[] first = Payloads.build(kind, 16, 1, 1);
            assertEquals(16, first.length);
            assertFalse(Arrays.equals(first, Payloads.build(kind, 16, 2, 1)), kind::name);
        }
        assertFalse(Arrays.equals(Payloads.build(Payload.JSON, 64, 1, 1), Payloads.build(Payload.JSON, 64, 1, 2)));
    }
}
