// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.Opcode;
import dev.tautline.spec.Role;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Every loan ends, however the call ends. */
class ScratchPoolTest {
    private static final class CountingPool implements ScratchPool {
        int loans;
        int open;

        @Override
        public Scratch borrow() {
            loans++;
            open++;
            return new Scratch();
        }

        @Override
        public void giveBack(Scratch scratch) {
            open--;
        }
    }

    private static void assertAllGivenBack(String... frames) {
        CountingPool pool = new CountingPool();
        InboundProtocol protocol = new InboundProtocol(
                Role.CLIENT, new InboundLimits(1000, 10, 10, 9), InboundRules.STRICT, new RepeatDecoder(), pool);
        Receiver sink = new Receiver(Role.CLIENT);
        ByteBuffer buffer = ByteBuffer.wrap(Wire.to(Role.CLIENT, frames));
        while (protocol.step(buffer, sink) == InboundProtocol.Step.EVENT) {
            assertEquals(0, pool.open);
        }
        assertEquals(0, pool.open);
        assertTrue(pool.loans > 0);
    }

    @Test
    void inbound() {
        assertAllGivenBack("81 02 C3 A9", "81 02 C3 A9"); // é, and é expected
        assertAllGivenBack("81 02 C3 28"); // bad UTF-8
        assertAllGivenBack("C2 02 02 07", "C1 02 02 41"); // inflated
        assertAllGivenBack("C2 02 00 07"); // can't be inflated
        assertAllGivenBack("C2 02 FF 07"); // inflates too far
        assertAllGivenBack("C1 02 01 FF"); // inflates to bad UTF-8
    }

    @Test
    void outbound() {
        CountingPool pool = new CountingPool();
        OutboundProtocol protocol = new OutboundProtocol(Role.SERVER, () -> 0, pool);
        assertTrue(protocol.encodeText("é", Opcode.TEXT, true, ByteBuffer.allocate(4)));
        assertFalse(protocol.encodeText("éé", Opcode.TEXT, true, ByteBuffer.allocate(4)));
        assertEquals(2, pool.loans);
        assertEquals(0, pool.open);
    }
}
