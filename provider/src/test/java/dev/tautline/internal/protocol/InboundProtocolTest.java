// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.protocol.Receiver.Binary;
import dev.tautline.internal.protocol.Receiver.Closed;
import dev.tautline.internal.protocol.Receiver.Ping;
import dev.tautline.internal.protocol.Receiver.Pong;
import dev.tautline.internal.protocol.Receiver.Text;
import dev.tautline.spec.CloseCode;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conforming peers send, by the themes of RFC 6455. Hex is what a server sends; for a server it is masked. */
class InboundProtocolTest {
    @Nested
    class Masking {
        @Test
        void maskedHelloOfTheRfcReachesAServer() {
            // §5.7: a single-frame masked text message, "Hello"
            new Receiver(Role.SERVER)
                    .receive(Wire.hex("81 85 37 FA 21 3D 7F 9F 4D 51 58"))
                    .assertReceived(new Text("Hello", true));
        }

        @Test
        void unmaskedHelloOfTheRfcReachesAClient() {
            // §5.7: a single-frame unmasked text message, "Hello"
            new Receiver(Role.CLIENT).receive(Wire.hex("81 05 48 65 6C 6C 6F")).assertReceived(new Text("Hello", true));
        }

        @Test
        void keyOfZeroesLeavesThePayloadAsItIs() {
            // binary, masked with 00000000, payload 01 02 03
            new Receiver(Role.SERVER)
                    .receive(Wire.hex("82 83 00 00 00 00 01 02 03"))
                    .assertReceived(new Binary("010203", true));
        }

        @Test
        void keyGoesOnWhereAReadCutThePayload() {
            Receiver receiver = new Receiver(Role.SERVER);
            // binary, 3 of its 6 bytes: 01 02 03 xor 37 FA 21
            receiver.receive(Wire.hex("82 86 37 FA 21 3D 36 F8 22")).assertReceived(new Binary("010203", false));
            // the rest: 04 05 06 xor 3D 37 FA
            receiver.receive(Wire.hex("39 32 FC")).assertReceived(new Binary("040506", true));
        }
    }

    @Nested
    class Fragmentation {
        @ParameterizedTest
        @EnumSource
        void fragmentsMakeOneMessage(Role role) {
            // §5.7: "Hel" without FIN, then "lo" as the final continuation
            new Receiver(role)
                    .receive(Wire.to(role, "01 03 48 65 6C", "80 02 6C 6F"))
                    .assertReceived(new Text("Hel", false), new Text("lo", true));
        }

        @ParameterizedTest
        @EnumSource
        void controlFramesComeBetweenFragments(Role role) {
            // binary fragment AA, ping 01, empty fragment, pong 02, final fragment BB
            new Receiver(role)
                    .receive(Wire.to(role, "02 01 AA", "89 01 01", "00 00", "8A 01 02", "80 01 BB"))
                    .assertReceived(new Binary("AA", false), new Ping("01"), new Pong("02"), new Binary("BB", true));
        }

        @ParameterizedTest
        @EnumSource
        void emptyFinalFragmentEndsTheMessage(Role role) {
            // binary fragment AA, empty final fragment
            new Receiver(role)
                    .receive(Wire.to(role, "02 01 AA", "80 00"))
                    .assertReceived(new Binary("AA", false), new Binary("", true));
        }

        @ParameterizedTest
        @EnumSource
        void messageOfEmptyFragmentsIsOneEmptyEvent(Role role) {
            // three empty text fragments, the last of them final
            new Receiver(role).receive(Wire.to(role, "01 00", "00 00", "80 00")).assertReceived(new Text("", true));
        }

        @ParameterizedTest
        @EnumSource
        void nextMessageMayBeginAfterTheFinalFragment(Role role) {
            // binary AA in two fragments, then text "B"
            new Receiver(role)
                    .receive(Wire.to(role, "02 01 AA", "80 00", "81 01 42"))
                    .assertReceived(new Binary("AA", false), new Binary("", true), new Text("B", true));
        }

        @ParameterizedTest
        @EnumSource
        void tellsWhetherItIsInsideAMessageOrFrame(Role role) {
            Receiver receiver = new Receiver(role);
            assertFalse(receiver.protocol.isInMessage() || receiver.protocol.isInFrame());
            // text fragment "A"
            receiver.receive(Wire.to(role, "01 01 41"));
            assertTrue(receiver.protocol.isInMessage());
            assertFalse(receiver.protocol.isInFrame());
            // the first byte of a continuation's header
            receiver.receive(Wire.hex("80"));
            assertTrue(receiver.protocol.isInFrame());
        }
    }

    @Nested
    class Texts {
        @ParameterizedTest
        @EnumSource
        void emptyTextIsOneEvent(Role role) {
            // empty text
            new Receiver(role).receive(Wire.to(role, "81 00")).assertReceived(new Text("", true));
        }

        @ParameterizedTest
        @EnumSource
        void codePointCutByFragmentsArrivesWhole(Role role) {
            // U+20AC is E2 82 AC, one byte per fragment, with "a" before and "b" after
            new Receiver(role)
                    .receive(Wire.to(role, "01 02 61 E2", "00 01 82", "80 02 AC 62"))
                    .assertReceived(new Text("a", false), new Text("€b", true));
        }

        @ParameterizedTest
        @EnumSource
        void codePointOutsideTheBmpCutByAReadArrivesWhole(Role role) {
            byte[] frame = Wire.to(role, "81 06 41 F0 9F 98 80 42"); // "A", U+1F600, "B"
            new Receiver(role)
                    .receive(frame, frame.length - 3)
                    .assertReceived(new Text("A", false), new Text("😀B", true));
        }

        @ParameterizedTest
        @EnumSource
        void replacementCharacterItselfIsValid(Role role) {
            // U+FFFD as the peer's own choice
            new Receiver(role).receive(Wire.to(role, "81 03 EF BF BD")).assertReceived(new Text("\uFFFD", true));
        }

        @ParameterizedTest
        @EnumSource
        void textAfterNonAsciiTextIsDecodedToo(Role role) {
            // "é", "abc", "é", "abc": the decoder changes its guess and back
            new Receiver(role)
                    .receive(Wire.to(role, "81 02 C3 A9", "81 03 61 62 63", "81 02 C3 A9", "81 03 61 62 63"))
                    .assertReceived(
                            new Text("é", true), new Text("abc", true), new Text("é", true), new Text("abc", true));
        }
    }

    @Nested
    class Binaries {
        @ParameterizedTest
        @EnumSource
        void emptyBinaryIsOneEvent(Role role) {
            // empty binary
            new Receiver(role).receive(Wire.to(role, "82 00")).assertReceived(new Binary("", true));
        }

        @ParameterizedTest
        @EnumSource
        void payloadIsGivenOutAsItArrives(Role role) {
            byte[] frame = Wire.to(role, "82 04 00 FF 80 7F");
            Receiver receiver = new Receiver(role);
            receiver.receive(Arrays.copyOf(frame, frame.length - 2)).assertReceived(new Binary("00FF", false));
            receiver.receive(Arrays.copyOfRange(frame, frame.length - 2, frame.length))
                    .assertReceived(new Binary("807F", true));
        }

        @Test
        void partIsASliceThatTheReaderMayKeepUntilTheNextStep() {
            ByteBuffer buffer = ByteBuffer.wrap(Wire.hex("82 02 01 02 82 01 03")); // binary 01 02, binary 03
            ByteBuffer[] kept = new ByteBuffer[1];
            Receiver receiver = new Receiver(Role.CLIENT);
            receiver.protocol.step(buffer, new ForwardingSink(receiver) {
                @Override
                public void onBinary(ByteBuffer part, boolean last) {
                    kept[0] = part;
                }
            });
            assertEquals("0102", Receiver.toHex(kept[0]));
            assertEquals(4, buffer.position());
        }
    }

    @Nested
    class Close {
        @ParameterizedTest
        @EnumSource
        void emptyCloseHasNoStatus(Role role) {
            new Receiver(role).receive(Wire.to(role, "88 00")).assertReceived(new Closed(CloseStatus.NONE));
        }

        @ParameterizedTest
        @EnumSource
        void closeHasCodeAndReason(Role role) {
            // 1001, "bye"
            new Receiver(role)
                    .receive(Wire.to(role, "88 05 03 E9 62 79 65"))
                    .assertReceived(new Closed(new CloseStatus(CloseCode.GOING_AWAY, "bye")));
        }

        @ParameterizedTest
        @ValueSource(
                ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        void everyCodeThatMayBeSentIsAccepted(int code) {
            new Receiver(Role.CLIENT)
                    .receive(Wire.hex("88 02 %04X".formatted(code)))
                    .assertReceived(new Closed(CloseStatus.of(code)));
        }

        @ParameterizedTest
        @EnumSource
        void longestReasonFits(Role role) {
            // 1000 and 123 bytes of "x"
            byte[] frame = Wire.to(role, "88 7D 03 E8" + " 78".repeat(123));
            new Receiver(role).receive(frame).assertReceived(new Closed(new CloseStatus(1000, "x".repeat(123))));
        }

        @ParameterizedTest
        @EnumSource
        void whateverFollowsIsDiscarded(Role role) {
            // close, text "A", then nonsense
            Receiver receiver = new Receiver(role).receive(Wire.to(role, "88 00", "81 01 41"));
            receiver.assertReceived(new Closed(CloseStatus.NONE));
            receiver.receive(Wire.hex("FF FF FF FF")).assertReceived();
            assertTrue(receiver.protocol.isFinished());
        }

        @ParameterizedTest
        @EnumSource
        void closeMayComeInsideAFragmentedMessage(Role role) {
            // text fragment "A", close 1000
            new Receiver(role)
                    .receive(Wire.to(role, "01 01 41", "88 02 03 E8"))
                    .assertReceived(new Text("A", false), new Closed(CloseStatus.of(1000)));
        }
    }

    @Nested
    class PingAndPong {
        @ParameterizedTest
        @EnumSource
        void pingOfTheRfc(Role role) {
            // §5.7: unmasked ping request with "Hello"
            new Receiver(role).receive(Wire.to(role, "89 05 48 65 6C 6C 6F")).assertReceived(new Ping("48656C6C6F"));
        }

        @ParameterizedTest
        @EnumSource
        void emptyPingAndUnsolicitedPong(Role role) {
            // empty ping, empty pong
            new Receiver(role).receive(Wire.to(role, "89 00", "8A 00")).assertReceived(new Ping(""), new Pong(""));
        }

        @ParameterizedTest
        @EnumSource
        void longestPayloadByteByByte(Role role) {
            // ping with 125 bytes of FE
            byte[] frame = Wire.to(role, "89 7D" + " FE".repeat(125));
            new Receiver(role).receive(frame, 1).assertReceived(new Ping("FE".repeat(125)));
        }

        @ParameterizedTest
        @EnumSource
        void payloadCutByAReadIsUnmaskedInPlace(Role role) {
            byte[] frame = Wire.to(role, "8A 07 01 02 03 04 05 06 07"); // pong 01 … 07
            new Receiver(role).receive(frame, frame.length - 3).assertReceived(new Pong("01020304050607"));
        }
    }

    @Nested
    class CompleteFrames {
        @ParameterizedTest
        @EnumSource
        void completeFrameIsSeenInAdvance(Role role) {
            for (int length : new int[] {0, 1, 125, 126, 65535, 65536}) {
                byte[] frame = Wire.frame(role, 0x82, new byte[length]);
                InboundProtocol protocol = new Receiver(role).protocol;
                assertTrue(protocol.hasCompleteFrame(ByteBuffer.wrap(frame)), () -> "length " + length);
                for (int missing = 1; missing <= Math.min(frame.length, 12); missing++) {
                    ByteBuffer cut = ByteBuffer.wrap(frame, 0, frame.length - missing);
                    assertFalse(protocol.hasCompleteFrame(cut), () -> length + " cut to " + cut.remaining());
                }
            }
        }

        @Test
        void lengthNoBufferCanHoldIsNotComplete() {
            InboundProtocol protocol = new Receiver(Role.CLIENT).protocol;
            // binary with 2^63 - 1 bytes, and with the top bit set
            assertFalse(protocol.hasCompleteFrame(ByteBuffer.wrap(Wire.hex("82 7F 7F FF FF FF FF FF FF FF 00"))));
            assertFalse(protocol.hasCompleteFrame(ByteBuffer.wrap(Wire.hex("82 7F 80 00 00 00 00 00 00 00 00"))));
        }

        @Test
        void restOfAFrameIsSeenToo() {
            // binary, 1 of 3 bytes
            Receiver receiver = new Receiver(Role.CLIENT).receive(Wire.hex("82 03 01"));
            assertFalse(receiver.protocol.hasCompleteFrame(ByteBuffer.wrap(Wire.hex("02"))));
            assertTrue(receiver.protocol.hasCompleteFrame(ByteBuffer.wrap(Wire.hex("02 03"))));
        }
    }
}
