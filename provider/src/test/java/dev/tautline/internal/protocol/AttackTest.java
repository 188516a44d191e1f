// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.tautline.internal.protocol.InboundProtocol.Step;
import dev.tautline.internal.protocol.Receiver.Failed;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Published faults of others, as far as they concern bytes and events alone. */
class AttackTest {
    private static final InboundLimits DEFAULTS = new InboundLimits(InboundLimits.UNLIMITED, 1 << 20, 1 << 20, 16_384);

    /** Takes what it is given and keeps nothing, so that what is allocated is the protocol's. */
    private static final class Counter implements InboundSink {
        int events;

        @Override
        public void onText(String part, boolean last) {
            events++;
        }

        @Override
        public void onBinary(ByteBuffer part, boolean last) {
            events++;
        }

        @Override
        public void onPing(ByteBuffer payload) {
            events++;
        }

        @Override
        public void onPong(ByteBuffer payload) {
            events++;
        }

        @Override
        public void onClose(CloseStatus status) {
            events++;
        }

        @Override
        public void onViolation(Violation violation) {
            events++;
        }
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run(); // loads classes
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-19204: opcode 3 with 2^40 bytes declared is refused and nothing is allocated for it")
    void unknownOpcodeWithHugeLength(Role role) {
        byte[] header = Wire.to(role, "83 7F 00 00 01 00 00 00 00 00"); // opcode 3, 2^40 bytes
        new Receiver(role, DEFAULTS, null).receive(header).assertFailed(Violation.INVALID_OPCODE);
        long allocated =
                allocatedBy(() -> new InboundProtocol(role, DEFAULTS, InboundRules.STRICT, null, ScratchPool.unpooled())
                        .step(ByteBuffer.wrap(header.clone()), new Counter()));
        assertTrue(allocated < 4096, () -> allocated + " bytes allocated");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "CVE-2026-19204, CVE-2026-15565: 2^40 bytes declared for a binary message allocate nothing, limit or not")
    void hugeLengthAllocatesNothing(Role role) {
        byte[] header = Wire.to(role, "82 7F 00 00 01 00 00 00 00 00"); // binary, 2^40 bytes
        new Receiver(role, DEFAULTS, null).receive(header).assertFailed(Violation.MESSAGE_TOO_LONG);
        Counter sink = new Counter();
        long allocated = allocatedBy(() -> assertEquals(
                Step.NEED_BYTES,
                new InboundProtocol(role, Receiver.UNLIMITED, InboundRules.STRICT, null, ScratchPool.unpooled())
                        .step(ByteBuffer.wrap(header.clone()), sink)));
        assertEquals(0, sink.events);
        assertTrue(allocated < 4096, () -> allocated + " bytes allocated");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2020-13935: a length with the top bit set closes at once and never loops")
    void lengthWithTopBit(Role role) {
        for (String opcode : List.of("81", "82", "01")) {
            // all that has arrived is the header without its key
            byte[] header = Wire.hex(opcode + (role == Role.SERVER ? " FF" : " 7F") + " 80 00 00 00 00 00 00 01");
            Receiver receiver = new Receiver(role, DEFAULTS, null).receive(header);
            receiver.assertFailed(Violation.NEGATIVE_LENGTH);
            assertEquals(Step.FINISHED, receiver.protocol.step(ByteBuffer.wrap(new byte[100]), receiver));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-54466, CVE-2026-1528: lengths are summed without overflow")
    void lengthsDoNotOverflow(Role role) {
        // a fragment of 1, then continuations of 2^62 and 2^62 and 2^63 - 1 bytes, only declared
        for (String length : List.of("40 00 00 00 00 00 00 00", "7F FF FF FF FF FF FF FF")) {
            new Receiver(role, DEFAULTS, null)
                    .receive(Wire.to(role, "02 01 00", "80 7F " + length))
                    .assertReceived(new Receiver.Binary("00", false), new Failed(Violation.MESSAGE_TOO_LONG));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2014-0193: endless continuations end at the limit of the message")
    void endlessContinuations(Role role) {
        Receiver receiver = new Receiver(role, DEFAULTS, null).receive(Wire.frame(role, 0x01, new byte[1000]));
        byte[] continuation = Wire.frame(role, 0x00, new byte[1000]);
        int fragments = 1;
        while (!receiver.protocol.isFinished()) {
            receiver.receive(continuation);
            fragments++;
            assertTrue(fragments <= 1049, "2^20 bytes are 1,048 fragments and a piece");
        }
        assertEquals(new Failed(Violation.MESSAGE_TOO_LONG), receiver.events.get(receiver.events.size() - 1));
        assertEquals(1049, fragments);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-48779, CVE-2026-12151: 16,385 tiny fragments end with 1008")
    void tinyFragments(Role role) {
        for (byte[] payload : new byte[][] {{}, {'x'}}) {
            Receiver receiver = new Receiver(role, DEFAULTS, null).receive(Wire.frame(role, 0x01, payload));
            byte[] continuation = Wire.frame(role, 0x00, payload);
            for (int i = 2; i <= 16_384; i++) {
                receiver.receive(continuation);
            }
            assertFalse(receiver.protocol.isFinished(), "16,384 are allowed");
            assertEquals(payload.length * 16_384, receiver.take().size());
            receiver.receive(continuation).assertFailed(Violation.TOO_MANY_FRAGMENTS);
            assertEquals(1008, Violation.TOO_MANY_FRAGMENTS.closeCode());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-48779: a tiny fragment costs no memory that stays")
    void emptyFragmentsAllocateNothing(Role role) {
        byte[] fragments = Wire.frame(role, 0x02, new byte[0]);
        byte[] continuation = Wire.frame(role, 0x00, new byte[0]);
        byte[][] many = new byte[10_000][];
        Arrays.fill(many, continuation);
        many[0] = fragments;
        byte[] bytes = Wire.join(many);
        Counter sink = new Counter();
        long allocated =
                allocatedBy(() -> new InboundProtocol(role, DEFAULTS, InboundRules.STRICT, null, ScratchPool.unpooled())
                        .step(ByteBuffer.wrap(bytes), sink));
        assertEquals(0, sink.events);
        assertTrue(allocated < 8192, () -> allocated + " bytes for 10,000 fragments");
    }

    @Test
    @DisplayName("CVE-2021-3690: a million pongs allocate for no more than their events")
    void millionPongs() {
        ByteBuffer pongs = ByteBuffer.wrap(Wire.hex("8A 01 00 ".repeat(10_000)));
        InboundProtocol protocol =
                new InboundProtocol(Role.CLIENT, DEFAULTS, InboundRules.STRICT, null, ScratchPool.unpooled());
        Counter sink = new Counter();
        for (int i = 0; i < 100; i++) {
            pongs.rewind();
            while (protocol.step(pongs, sink) == Step.EVENT) {}
        }
        assertEquals(1_000_000, sink.events);
        assertFalse(protocol.isInFrame());
    }

    @Test
    @DisplayName(
            "GHSA-58qx-3vcg-4xpx: a control frame carries position to limit of its payload, and a reason what it says")
    void controlPayloadHasNothingElse() {
        OutboundProtocol outbound = new OutboundProtocol(Role.SERVER, () -> 0, ScratchPool.unpooled());
        ByteBuffer secret = ByteBuffer.wrap("secretPINGsecret".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer out = ByteBuffer.allocate(100);
        assertTrue(outbound.encodePing(secret.position(6).limit(10), out));
        assertTrue(outbound.encodeClose(new CloseStatus(1000, "bye"), out));
        // ping "PING", close 1000 "bye"
        assertEquals("890450494E47880503E8627965", Receiver.toHex(out.flip()));
    }
}
