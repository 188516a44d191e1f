// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.PayloadDecoder;
import dev.tautline.internal.protocol.Receiver.Binary;
import dev.tautline.internal.protocol.Receiver.Event;
import dev.tautline.internal.protocol.Receiver.Failed;
import dev.tautline.internal.protocol.Receiver.Ping;
import dev.tautline.internal.protocol.Receiver.Text;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that go through an extension (RFC 6455 §5.8, §9). The decoder repeats bytes: 03 41 becomes "AAA". */
class ExtensionTest {
    private static Receiver receiver(Role role) {
        return new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder());
    }

    private static Receiver limited(Role role, long maxMessage, RepeatDecoder decoder) {
        InboundLimits limits =
                new InboundLimits(InboundLimits.UNLIMITED, maxMessage, maxMessage, InboundLimits.UNLIMITED);
        return new Receiver(role, limits, decoder);
    }

    @ParameterizedTest
    @EnumSource
    void payloadIsDecodedWhereTheFirstFrameSaysSo(Role role) {
        // text with RSV1: 3 × "A", 2 × "B"; text without: as it is
        List<Event> events = receiver(role)
                .receive(Wire.to(role, "C1 04 03 41 02 42", "81 04 03 41 02 42"))
                .take();
        assertEquals(List.of(new Text("AAABB", true), new Text("\u0003A\u0002B", true)), Receiver.joined(events));
    }

    @ParameterizedTest
    @EnumSource
    void wholeMessageInOneChunkIsOneEvent(Role role) {
        new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder(true))
                .receive(Wire.to(role, "C2 04 03 41 02 42"))
                .assertReceived(new Binary("4141414242", true));
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsAreDecodedTogether(Role role) {
        // the pair 03 41 is cut by a frame boundary, and a ping comes between
        List<Event> events = receiver(role)
                .receive(Wire.to(role, "42 01 03", "89 00", "00 00", "00 01 41", "80 00"))
                .take();
        assertEquals(List.of(new Ping(""), new Binary("414141", true)), Receiver.joined(events));
    }

    @ParameterizedTest
    @EnumSource
    void emptyMessageIsOneEvent(Role role) {
        // empty binary with RSV1
        receiver(role).receive(Wire.to(role, "C2 00")).assertReceived(new Binary("", true));
    }

    @ParameterizedTest
    @EnumSource
    void outputLargerThanOneEventComesInSeveral(Role role) {
        // 300 pairs of 255 bytes each: 76,500 bytes in all
        byte[] frame = Wire.frame(role, 0xC2, Wire.hex("FF 07 ".repeat(300)));
        List<Event> events = new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder(true))
                .receive(frame)
                .take();
        assertTrue(events.size() >= 76_500 / Scratch.BYTES, () -> events.size() + " events");
        assertEquals(List.of(new Binary("07".repeat(76_500), true)), Receiver.joined(events));
    }

    @ParameterizedTest
    @EnumSource
    void decodedTextIsCheckedAcrossEvents(Role role) {
        // E2 82 AC, one pair each
        List<Event> events =
                receiver(role).receive(Wire.to(role, "C1 06 01 E2 01 82 01 AC")).take();
        assertEquals(List.of(new Text("€", true)), events);
        // E2 82 and the end
        receiver(role).receive(Wire.to(role, "C1 04 01 E2 01 82")).assertFailed(Violation.INVALID_UTF8);
        // C0 inside a frame that has not ended
        receiver(role).receive(Wire.to(role, "C1 20 01 C0")).assertFailed(Violation.INVALID_UTF8);
    }

    @ParameterizedTest
    @EnumSource
    void rsvBitsOfOthersStayForbidden(Role role) {
        receiver(role).receive(Wire.to(role, "A1 00")).assertFailed(Violation.UNEXPECTED_RSV_2_3); // RSV2
        receiver(role).receive(Wire.to(role, "D1 00")).assertFailed(Violation.UNEXPECTED_RSV_2_3); // RSV1, RSV3
        receiver(role).receive(Wire.to(role, "C9 00")).assertFailed(Violation.UNEXPECTED_RSV_1); // ping with RSV1
        // continuation with RSV1
        receiver(role).receive(Wire.to(role, "41 00", "C0 00")).assertFailed(Violation.UNEXPECTED_RSV_1);
        // RSV1 with a reserved opcode
        receiver(role).receive(Wire.to(role, "C3 00")).assertFailed(Violation.INVALID_OPCODE);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-54490: the limit counts inflated bytes while inflating")
    void bombIsStoppedWhileInflating(Role role) {
        RepeatDecoder decoder = new RepeatDecoder(true);
        // 1,000 pairs make 255,000 bytes of 2,000; the limit is 1,000
        byte[] frame = Wire.frame(role, 0xC2, Wire.hex("FF 07 ".repeat(1000)));
        limited(role, 1000, decoder).receive(frame).assertFailed(Violation.MESSAGE_TOO_LONG);
        assertTrue(decoder.given <= 1001, () -> decoder.given + " bytes were inflated");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-1526, http4s-netty #810: inflated bytes are summed over fragments and events")
    void inflatedBytesAreSummed(Role role) {
        RepeatDecoder decoder = new RepeatDecoder();
        // fragments of 4, 4 and 3 bytes inflated; the limit is 10
        List<Event> events = limited(role, 10, decoder)
                .receive(Wire.to(role, "42 02 04 07", "00 02 04 07", "80 02 03 07"))
                .take();
        assertEquals(
                List.of(
                        new Binary("07070707", false),
                        new Binary("07070707", false),
                        new Failed(Violation.MESSAGE_TOO_LONG)),
                events);
        assertTrue(decoder.given <= 11, () -> decoder.given + " bytes were inflated");
    }

    @ParameterizedTest
    @EnumSource
    void messageOfExactlyTheLimitPasses(Role role) {
        // 10 bytes inflated in two fragments, then a new message of 10
        List<Event> events = limited(role, 10, new RepeatDecoder())
                .receive(Wire.to(role, "42 02 05 07", "80 02 05 07", "C2 02 0A 07"))
                .take();
        Binary ten = new Binary("07".repeat(10), true);
        assertEquals(List.of(ten, ten), Receiver.joined(events));
    }

    @ParameterizedTest
    @EnumSource
    void dataThatDoesNotShrinkMayBeALittleLongerOnTheWire(Role role) {
        // 10 pairs of one byte each: 20 bytes of payload for a message of 10
        List<Event> events = limited(role, 10, new RepeatDecoder())
                .receive(Wire.frame(role, 0xC2, Wire.hex("01 07 ".repeat(10))))
                .take();
        assertEquals(List.of(new Binary("07".repeat(10), true)), Receiver.joined(events));
        // but not without end: the header of 2,000 bytes
        limited(role, 10, new RepeatDecoder())
                .receive(Wire.to(role, "C2 7E 07 D0"))
                .assertFailed(Violation.MESSAGE_TOO_LONG);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("CVE-2026-87022: what a decoder leaves of a message is never taken for the next frame")
    void restOfAMessageIsNotAFrame(Role role) {
        PayloadDecoder endsEarly = new PayloadDecoder() {
            @Override
            public int rsv() {
                return 0b100;
            }

            @Override
            public boolean begin(int rsv) {
                return rsv != 0;
            }

            @Override
            public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
                out.put(in.get());
                return true;
            }

            @Override
            public void close() {}
        };
        // binary 2A and then what looks like the text "A", inside the payload; a real text "B" follows
        new Receiver(role, Receiver.UNLIMITED, endsEarly)
                .receive(Wire.to(role, "C2 04 2A 81 01 41", "81 01 42"))
                .assertReceived(new Binary("2A", true), new Text("B", true));
    }

    @ParameterizedTest
    @EnumSource
    void decoderThatMakesNoProgressFailsInsteadOfSpinning(Role role) {
        PayloadDecoder stuck = new PayloadDecoder() {
            @Override
            public int rsv() {
                return 0b100;
            }

            @Override
            public boolean begin(int rsv) {
                return rsv != 0;
            }

            @Override
            public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
                return false;
            }

            @Override
            public void close() {}
        };
        new Receiver(role, Receiver.UNLIMITED, stuck)
                .receive(Wire.to(role, "C2 01 00"))
                .assertFailed(Violation.INVALID_COMPRESSED_DATA);
    }

    @ParameterizedTest
    @EnumSource
    void decoderMayUseOtherBits(Role role) {
        PayloadDecoder passive = new PayloadDecoder() {
            @Override
            public int rsv() {
                return 0b011;
            }

            @Override
            public boolean begin(int rsv) {
                assertEquals(0b010, rsv);
                return false;
            }

            @Override
            public boolean decode(ByteBuffer in, boolean last, ByteBuffer out) {
                throw new AssertionError("not wanted");
            }

            @Override
            public void close() {}
        };
        // binary 01 with RSV2, then a continuation with RSV3
        new Receiver(role, Receiver.UNLIMITED, passive)
                .receive(Wire.to(role, "22 01 01", "90 00"))
                .assertReceived(new Binary("01", false), new Failed(Violation.UNEXPECTED_RSV_2_3));
    }
}
