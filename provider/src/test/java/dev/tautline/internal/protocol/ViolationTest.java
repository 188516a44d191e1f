// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.protocol.Receiver.Binary;
import dev.tautline.internal.protocol.Receiver.Failed;
import dev.tautline.internal.protocol.Receiver.Text;
import dev.tautline.spec.Role;
import dev.tautline.spec.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test per {@link Violation}, named for it, for both roles; and the order in which they are looked for. */
class ViolationTest {
    /** Receives the frames whole, byte by byte, and cut to their headers' rule: the same violation ends all three. */
    private static void assertFails(Role role, InboundLimits limits, Violation violation, String... frames) {
        byte[] bytes = Wire.to(role, frames);
        for (int chunk : new int[] {bytes.length, 1, 3}) {
            Receiver receiver = new Receiver(role, limits, null).receive(bytes, chunk);
            List<Receiver.Event> events = receiver.take();
            assertEquals(new Failed(violation), events.get(events.size() - 1), () -> "in chunks of " + chunk);
            receiver.receive(Wire.to(role, "81 01 41")).assertReceived(); // a good frame changes nothing any more
        }
    }

    private static void assertFails(Role role, Violation violation, String... frames) {
        assertFails(role, Receiver.UNLIMITED, violation, frames);
    }

    @Nested
    class Header {
        @ParameterizedTest
        @EnumSource
        void unexpectedRsv23(Role role) {
            assertFails(role, Violation.UNEXPECTED_RSV_2_3, "A1 00"); // text, RSV2
            assertFails(role, Violation.UNEXPECTED_RSV_2_3, "92 00"); // binary, RSV3
            assertFails(role, Violation.UNEXPECTED_RSV_2_3, "F9 00"); // ping, all three
        }

        @ParameterizedTest
        @EnumSource
        void unexpectedRsv1(Role role) {
            assertFails(role, Violation.UNEXPECTED_RSV_1, "C1 00"); // text
            assertFails(role, Violation.UNEXPECTED_RSV_1, "C8 00"); // close
            assertFails(role, Violation.UNEXPECTED_RSV_1, "01 00", "C0 00"); // continuation
        }

        @ParameterizedTest
        @EnumSource
        void invalidOpcode(Role role) {
            for (int opcode : new int[] {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
                assertFails(role, Violation.INVALID_OPCODE, "8%X 00".formatted(opcode));
            }
        }

        @ParameterizedTest
        @EnumSource
        void unexpectedContinuation(Role role) {
            assertFails(role, Violation.UNEXPECTED_CONTINUATION, "80 00"); // first of all
            assertFails(role, Violation.UNEXPECTED_CONTINUATION, "81 01 41", "00 00"); // after a whole message
            assertFails(role, Violation.UNEXPECTED_CONTINUATION, "01 00", "80 00", "80 00"); // after a final fragment
        }

        @ParameterizedTest
        @EnumSource
        void expectedContinuation(Role role) {
            assertFails(role, Violation.EXPECTED_CONTINUATION, "01 00", "81 00"); // text in text
            assertFails(role, Violation.EXPECTED_CONTINUATION, "01 00", "00 00", "82 00"); // binary in text
        }

        @ParameterizedTest
        @EnumSource
        void expectedFin(Role role) {
            assertFails(role, Violation.EXPECTED_FIN, "08 00"); // close
            assertFails(role, Violation.EXPECTED_FIN, "09 00"); // ping
            assertFails(role, Violation.EXPECTED_FIN, "0A 00"); // pong
        }

        @ParameterizedTest
        @EnumSource
        void invalidControlPayloadLength(Role role) {
            assertFails(role, Violation.INVALID_CONTROL_PAYLOAD_LENGTH, "89 7E 00 7E"); // ping of 126 bytes
            assertFails(
                    role, Violation.INVALID_CONTROL_PAYLOAD_LENGTH, "8A 7F 00 00 00 00 00 01 00 00"); // pong of 65536
            assertFails(role, Violation.INVALID_CONTROL_PAYLOAD_LENGTH, "88 7E 00 7E"); // close of 126
        }

        @ParameterizedTest
        @EnumSource
        void invalidClosePayloadLength(Role role) {
            assertFails(role, Violation.INVALID_CLOSE_PAYLOAD_LENGTH, "88 01 03"); // half a code
        }

        @Test
        void expectedMask() {
            // "Hello" unmasked to a server
            new Receiver(Role.SERVER).receive(Wire.hex("81 05 48 65 6C 6C 6F")).assertFailed(Violation.EXPECTED_MASK);
            new Receiver(Role.SERVER).receive(Wire.hex("89 00")).assertFailed(Violation.EXPECTED_MASK); // empty ping
        }

        @Test
        @DisplayName("BZ 69844: a client fails on a masked frame: UNEXPECTED_MASK")
        void unexpectedMask() {
            // "Hello" masked to a client
            new Receiver(Role.CLIENT)
                    .receive(Wire.hex("81 85 37 FA 21 3D 7F 9F 4D 51 58"))
                    .assertFailed(Violation.UNEXPECTED_MASK);
        }

        @ParameterizedTest
        @EnumSource
        void nonMinimalLength(Role role) {
            assertFails(role, Violation.NON_MINIMAL_LENGTH, "82 7E 00 00"); // 0 in 16 bits
            assertFails(role, Violation.NON_MINIMAL_LENGTH, "82 7E 00 7D"); // 125 in 16 bits
            assertFails(role, Violation.NON_MINIMAL_LENGTH, "82 7F 00 00 00 00 00 00 00 7D"); // 125 in 64 bits
            assertFails(role, Violation.NON_MINIMAL_LENGTH, "82 7F 00 00 00 00 00 00 FF FF"); // 65535 in 64 bits
        }

        @ParameterizedTest
        @EnumSource
        void negativeLength(Role role) {
            assertFails(role, Violation.NEGATIVE_LENGTH, "82 7F 80 00 00 00 00 00 00 00"); // -2^63
            assertFails(role, Violation.NEGATIVE_LENGTH, "81 7F FF FF FF FF FF FF FF FF"); // -1
        }
    }

    @Nested
    class Payload {
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 65535})
        void invalidCloseCode(int code) {
            for (Role role : Role.values()) {
                assertFails(role, Violation.INVALID_CLOSE_CODE, "88 02 %04X".formatted(code));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FF", // no lead byte
                    "80", // a continuation alone
                    "C0 80", // overlong NUL
                    "E0 80 80", // overlong
                    "ED A0 80", // surrogate
                    "F4 90 80 80", // above U+10FFFF
                    "F5 80 80 80", // far above
                    "61 E2 82", // ends early
                    "E2 82 61", // broken off
                })
        void invalidUtf8(String bad) {
            int length = Wire.hex(bad).length;
            for (Role role : Role.values()) {
                assertFails(role, Violation.INVALID_UTF8, "81 %02X %s".formatted(length, bad)); // text
                assertFails(role, Violation.INVALID_UTF8, "01 %02X %s".formatted(length, bad), "80 00"); // fragment
                assertFails(
                        role, Violation.INVALID_UTF8, "81 02 C3 A9", "81 %02X %s".formatted(length, bad)); // after é
            }
        }

        @ParameterizedTest
        @EnumSource
        void invalidCloseReason(Role role) {
            for (String bad : List.of("80", "C0 80", "ED A0 80", "61 E2 82")) {
                int length = Wire.hex(bad).length + 2;
                assertFails(role, Violation.INVALID_CLOSE_REASON, "88 %02X 03 E8 %s".formatted(length, bad));
            }
        }

        @ParameterizedTest
        @EnumSource
        void invalidUtf8AtTheFirstBadByteInsideAFrame(Role role) {
            for (String begun : List.of("C0", "E0 80", "ED A0", "F0 80", "F4 90", "F5", "E2 28", "F0 9F 28", "41 FF")) {
                // text of 16 bytes, of which a few have arrived
                byte[] bytes = Wire.to(role, "81 10 " + begun);
                List<Receiver.Event> events = new Receiver(role).receive(bytes).take();
                assertEquals(List.of(new Failed(Violation.INVALID_UTF8)), events, begun);
                byte[] good = Arrays.copyOf(bytes, bytes.length - 1);
                List<Receiver.Event> before = new Receiver(role).receive(good).take();
                assertEquals(begun.startsWith("41") ? List.of(new Text("A", false)) : List.of(), before, begun);
            }
        }

        @ParameterizedTest
        @EnumSource
        void invalidUtf8AcrossFragments(Role role) {
            // E0 is a good beginning, 80 after it never is; the message goes on, but that doesn't matter
            assertFails(role, Violation.INVALID_UTF8, "01 01 E0", "00 01 80");
        }

        @ParameterizedTest
        @EnumSource
        void invalidCompressedData(Role role) {
            Receiver receiver = new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder());
            receiver.receive(Wire.to(role, "C2 02 00 41"))
                    .assertFailed(Violation.INVALID_COMPRESSED_DATA); // 0 times 41
            receiver = new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder());
            receiver.receive(Wire.to(role, "C2 01 02")).assertFailed(Violation.INVALID_COMPRESSED_DATA); // ends early
        }
    }

    @Nested
    class Limits {
        private static final InboundLimits SMALL = new InboundLimits(8, 10, 12, 3);

        @ParameterizedTest
        @EnumSource
        void frameTooLong(Role role) {
            assertFails(role, SMALL, Violation.FRAME_TOO_LONG, "82 09"); // 9 bytes declared
            assertFails(role, SMALL, Violation.FRAME_TOO_LONG, "02 01 00", "80 7F 7F FF FF FF FF FF FF FF"); // 2^63 - 1
            new Receiver(role, SMALL, null)
                    .receive(Wire.to(role, "82 08 00 00 00 00 00 00 00 00"))
                    .assertReceived(new Binary("0000000000000000", true)); // 8 bytes
        }

        @ParameterizedTest
        @EnumSource
        void messageTooLong(Role role) {
            assertFails(role, SMALL, Violation.MESSAGE_TOO_LONG, "01 06 41 41 41 41 41 41", "80 05"); // text of 11
            assertFails(role, SMALL, Violation.MESSAGE_TOO_LONG, "02 06 00 00 00 00 00 00", "80 07"); // binary of 13
            new Receiver(role, SMALL, null)
                    .receive(Wire.to(role, "02 06 00 00 00 00 00 00", "80 06 00 00 00 00 00 00")) // binary of 12
                    .assertReceived(new Binary("000000000000", false), new Binary("000000000000", true));
        }

        @ParameterizedTest
        @EnumSource
        void messageTooLongWhereTheSumOverflows(Role role) {
            // a fragment of 1 byte and one of 2^63 - 1
            assertFails(role, Violation.MESSAGE_TOO_LONG, "02 01 00", "80 7F 7F FF FF FF FF FF FF FF");
        }

        @ParameterizedTest
        @EnumSource
        void tooManyFragments(Role role) {
            assertFails(role, SMALL, Violation.TOO_MANY_FRAGMENTS, "01 00", "00 00", "00 00", "80 00"); // four
            new Receiver(role, SMALL, null)
                    .receive(Wire.to(
                            role, "01 00", "89 00", "00 00", "89 00", "80 00", "81 00")) // three, and a new message
                    .assertReceived(
                            new Receiver.Ping(""), new Receiver.Ping(""), new Text("", true), new Text("", true));
        }

        @ParameterizedTest
        @EnumSource
        void limitsChangeAtRunTime(Role role) {
            Receiver receiver = new Receiver(role, SMALL, null);
            receiver.protocol.maxTextMessage(1);
            receiver.protocol.maxBinaryMessage(2);
            assertEquals(1, receiver.protocol.maxTextMessage());
            assertEquals(2, receiver.protocol.maxBinaryMessage());
            // binary of 2, then text of 2
            receiver.receive(Wire.to(role, "82 02 00 00", "81 02 41 41"))
                    .assertReceived(new Binary("0000", true), new Failed(Violation.MESSAGE_TOO_LONG));
        }

        @Test
        void limitsAreChecked() {
            InboundProtocol protocol = new Receiver(Role.SERVER).protocol;
            assertThrows(IllegalArgumentException.class, () -> protocol.maxTextMessage(-1));
            assertThrows(IllegalArgumentException.class, () -> protocol.maxBinaryMessage(-1));
            assertThrows(IllegalArgumentException.class, () -> new InboundLimits(0, 0, 0, -1));
        }
    }

    @Nested
    class Order {
        @Test
        void rsvComesBeforeOpcodeBeforeMaskBeforeLength() {
            Receiver receiver = new Receiver(Role.SERVER, new InboundLimits(0, 0, 0, 0), null);
            receiver.receive(Wire.hex("F3 01"))
                    .assertFailed(Violation.UNEXPECTED_RSV_2_3); // all bits, opcode 3, unmasked
            receiver = new Receiver(Role.SERVER, new InboundLimits(0, 0, 0, 0), null);
            receiver.receive(Wire.hex("C3 01")).assertFailed(Violation.UNEXPECTED_RSV_1); // RSV1, opcode 3, unmasked
            receiver = new Receiver(Role.SERVER, new InboundLimits(0, 0, 0, 0), null);
            receiver.receive(Wire.hex("83 01")).assertFailed(Violation.INVALID_OPCODE); // opcode 3, unmasked
            receiver = new Receiver(Role.SERVER, new InboundLimits(0, 0, 0, 0), null);
            receiver.receive(Wire.hex("82 01")).assertFailed(Violation.EXPECTED_MASK); // unmasked, over the limit
            receiver = new Receiver(Role.SERVER, new InboundLimits(0, 0, 0, 0), null);
            receiver.receive(Wire.hex("82 81"))
                    .assertFailed(Violation.FRAME_TOO_LONG); // over the limit, key not there yet
        }

        @Test
        void everyViolationIsReachable() {
            TreeSet<String> names = new TreeSet<>();
            Stream.of(Header.class, Payload.class, Limits.class)
                    .flatMap(c -> Stream.of(c.getDeclaredMethods()))
                    .forEach(method -> names.add(method.getName().toLowerCase(Locale.ROOT)));
            for (Violation violation : Violation.values()) {
                String name = violation.name().replace("_", "").toLowerCase(Locale.ROOT);
                assertTrue(names.contains(name), () -> "a test named for " + violation);
            }
        }
    }
}
