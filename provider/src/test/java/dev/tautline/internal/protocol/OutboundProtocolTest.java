// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.Role;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundProtocolTest {
    private static final int KEY = 0x37FA213D;

    private static OutboundProtocol protocol(Role role) {
        return new OutboundProtocol(role, () -> KEY, ScratchPool.unpooled());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(Wire.hex(hex));
    }

    /** What has been written equals the frames given in hex as a server sends them. */
    private static void assertWritten(Role role, ByteBuffer out, String... frames) {
        assertEquals(Receiver.toHex(Wire.to(role.peer(), frames)), Receiver.toHex(out.flip()));
        out.clear();
    }

    @Nested
    class Headers {
        @ParameterizedTest
        @EnumSource
        void everyLengthForm(Role role) {
            String[][] forms = {
                {"0", "82 00"},
                {"125", "82 7D"},
                {"126", "82 7E 00 7E"},
                {"65535", "82 7E FF FF"},
                {"65536", "82 7F 00 00 00 00 00 01 00 00"},
                {"9223372036854775807", "82 7F 7F FF FF FF FF FF FF FF"}
            };
            for (String[] form : forms) {
                long length = Long.parseLong(form[0]);
                ByteBuffer out = ByteBuffer.allocate(OutboundProtocol.MAX_HEADER_LENGTH);
                OutboundProtocol protocol = protocol(role);
                protocol.encodeHeader(out, Opcode.BINARY, true, 0, length);
                assertEquals(protocol.headerLength(length), out.position());
                assertEquals(length, protocol.remainingPayload());
                assertWritten(role, out, form[1]);
            }
        }

        @ParameterizedTest
        @EnumSource
        void finRsvAndOpcode(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(role);
            protocol.encodeHeader(out, Opcode.TEXT, false, 0b100, 0);
            protocol.encodeHeader(out, Opcode.CONTINUATION, false, 0b011, 0);
            protocol.encodeHeader(out, Opcode.PING, true, 0, 0);
            protocol.encodeHeader(out, Opcode.CONTINUATION, true, 0, 0);
            // text, RSV1, not final; continuation, RSV2 and RSV3, not final; ping; final continuation
            assertWritten(role, out, "41 00", "30 00", "89 00", "80 00");
        }

        @Test
        void headerThatDoesNotFitWritesNothing() {
            ByteBuffer out = ByteBuffer.allocate(7);
            assertThrows(BufferOverflowException.class, () -> protocol(Role.CLIENT)
                    .encodeHeader(out, Opcode.BINARY, true, 0, 126));
            assertEquals(0, out.position());
        }
    }

    @Nested
    class Payloads {
        @ParameterizedTest
        @EnumSource
        void payloadGoesOnOverAsManyBuffersAsItTakes(Role role) {
            byte[] payload = Wire.hex("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11");
            for (int size = 1; size < 8; size++) {
                OutboundProtocol protocol = protocol(role);
                ByteBuffer all = ByteBuffer.allocate(100);
                protocol.encodeHeader(all, Opcode.BINARY, true, 0, payload.length);
                ByteBuffer in = ByteBuffer.wrap(payload).asReadOnlyBuffer();
                boolean complete;
                do {
                    ByteBuffer out = ByteBuffer.allocateDirect(size);
                    complete = protocol.encodePayload(in, out);
                    all.put(out.flip());
                } while (!complete);
                assertWritten(role, all, "82 12 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11");
            }
        }

        @ParameterizedTest
        @EnumSource
        void payloadMayComeInPieces(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(role);
            protocol.encodeHeader(out, Opcode.BINARY, true, 0, 5);
            assertFalse(protocol.encodePayload(bytes("01 02 03"), out));
            assertTrue(protocol.encodePayload(bytes("04 05"), out));
            assertWritten(role, out, "82 05 01 02 03 04 05");
        }

        @Test
        void noMoreThanTheHeaderAnnounces() {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(Role.SERVER);
            protocol.encodeHeader(out, Opcode.BINARY, true, 0, 2);
            assertThrows(IllegalArgumentException.class, () -> protocol.encodePayload(bytes("01 02 03"), out));
            assertThrows(IllegalStateException.class, () -> protocol.encodePing(bytes(""), out), "2 bytes are lacking");
        }

        @Test
        void keyOfZeroLeavesThePayloadAsItIs() {
            ByteBuffer out = ByteBuffer.allocate(100);
            new OutboundProtocol(Role.CLIENT, () -> 0, ScratchPool.unpooled())
                    .encodeText("Hello", Opcode.TEXT, true, out);
            assertEquals("81850000000048656C6C6F", Receiver.toHex(out.flip()));
        }
    }

    @Nested
    class Texts {
        @Test
        void helloOfTheRfc() {
            ByteBuffer out = ByteBuffer.allocate(100);
            assertTrue(protocol(Role.CLIENT).encodeText("Hello", Opcode.TEXT, true, out));
            assertEquals("818537FA213D7F9F4D5158", Receiver.toHex(out.flip())); // §5.7, masked
        }

        @ParameterizedTest
        @EnumSource
        void fragments(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(role);
            assertTrue(protocol.encodeText("Hel", Opcode.TEXT, false, out));
            assertTrue(protocol.encodePong(bytes("01"), out));
            assertTrue(protocol.encodeText("lo", Opcode.CONTINUATION, true, out));
            assertWritten(role, out, "01 03 48 65 6C", "8A 01 01", "80 02 6C 6F");
        }

        @ParameterizedTest
        @EnumSource
        void unpairedSurrogateBecomesAQuestionMark(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            assertTrue(protocol(role).encodeText("a\uD83Db", Opcode.TEXT, true, out));
            assertWritten(role, out, "81 03 61 3F 62");
        }

        @ParameterizedTest
        @ValueSource(
                ints = {0, 1, 41, 42, 62, 63, 64, 125, 126, 127, 21_845, 21_846, 32_767, 32_768, 65_535, 65_536, 70_000
                })
        void everyLengthClassAndEveryGuessThatWasTooSmall(int chars) {
            for (Role role : Role.values()) {
                for (String letter : new String[] {"a", "é", "€"}) {
                    String text = letter.repeat(chars);
                    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
                    byte[] frame = Wire.frame(role.peer(), 0x81, payload);
                    for (ByteBuffer out : new ByteBuffer[] {
                        ByteBuffer.allocate(frame.length + 3), ByteBuffer.allocateDirect(frame.length + 3)
                    }) {
                        out.position(3);
                        assertTrue(protocol(role).encodeText(text, Opcode.TEXT, true, out), "fits exactly");
                        assertEquals(ByteBuffer.wrap(frame), out.flip().position(3));
                        // one byte less
                        out.clear().position(3).limit(frame.length + 2);
                        OutboundProtocol protocol = protocol(role);
                        assertFalse(protocol.encodeText(text, Opcode.TEXT, false, out));
                        assertEquals(3, out.position());
                        assertEquals(frame.length + 2, out.limit());
                        // and no message is open now
                        assertThrows(
                                IllegalStateException.class,
                                () -> protocol.encodeHeader(ByteBuffer.allocate(20), Opcode.CONTINUATION, true, 0, 0));
                    }
                }
            }
        }
    }

    @Nested
    class Control {
        @ParameterizedTest
        @EnumSource
        void pingPongAndClose(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(role);
            ByteBuffer payload = bytes("01 02");
            assertTrue(protocol.encodePing(payload, out));
            assertFalse(payload.hasRemaining());
            assertTrue(protocol.encodePong(bytes(""), out));
            assertTrue(protocol.encodeClose(new CloseStatus(1001, "bye"), out));
            assertWritten(role, out, "89 02 01 02", "8A 00", "88 05 03 E9 62 79 65");
        }

        @ParameterizedTest
        @EnumSource
        void closeWithoutStatusIsEmpty(Role role) {
            ByteBuffer out = ByteBuffer.allocate(100);
            assertTrue(protocol(role).encodeClose(CloseStatus.NONE, out));
            assertWritten(role, out, "88 00");
        }

        @ParameterizedTest
        @EnumSource
        void whatDoesNotFitChangesNothing(Role role) {
            ByteBuffer out = ByteBuffer.allocate(protocol(role).headerLength(3) + 2);
            OutboundProtocol protocol = protocol(role);
            ByteBuffer payload = bytes("01 02 03");
            assertFalse(protocol.encodePing(payload, out));
            assertEquals(3, payload.remaining());
            assertEquals(0, out.position());
            assertFalse(protocol.encodeClose(new CloseStatus(1000, "x"), out));
            assertTrue(protocol.encodePing(bytes("01 02"), out), "a close that did not fit closes nothing");
        }

        @Test
        void payloadOf125BytesIsTheLongest() {
            ByteBuffer out = ByteBuffer.allocate(1000);
            assertTrue(protocol(Role.SERVER).encodePing(ByteBuffer.allocate(125), out));
            assertThrows(IllegalArgumentException.class, () -> protocol(Role.SERVER)
                    .encodePing(ByteBuffer.allocate(126), out));
            assertThrows(IllegalArgumentException.class, () -> protocol(Role.SERVER)
                    .encodeHeader(out, Opcode.PONG, true, 0, 126));
            assertThrows(IllegalArgumentException.class, () -> protocol(Role.SERVER)
                    .encodeHeader(out, Opcode.PING, false, 0, 0));
        }

        @ParameterizedTest
        @ValueSource(ints = {1004, 1006, 1015, 1016, 2999})
        void codesThatMayNotBeSent(int code) {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(Role.SERVER);
            assertThrows(IllegalArgumentException.class, () -> protocol.encodeClose(CloseStatus.of(code), out));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> protocol.encodeClose(new CloseStatus(1005, "a reason needs a code"), out));
            assertEquals(0, out.position());
        }
    }

    @Nested
    class Order {
        @Test
        void framesOfAMessageComeInOrder() {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(Role.SERVER);
            assertThrows(IllegalStateException.class, () -> protocol.encodeText("a", Opcode.CONTINUATION, true, out));
            protocol.encodeText("a", Opcode.TEXT, false, out);
            assertThrows(IllegalStateException.class, () -> protocol.encodeText("a", Opcode.TEXT, true, out));
            assertThrows(IllegalStateException.class, () -> protocol.encodeHeader(out, Opcode.BINARY, true, 0, 0));
            assertEquals(3, out.position());
        }

        @Test
        void nothingFollowsAClose() {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(Role.SERVER);
            protocol.encodeClose(CloseStatus.NONE, out);
            assertThrows(IllegalStateException.class, () -> protocol.encodePong(bytes(""), out));
            assertThrows(IllegalStateException.class, () -> protocol.encodeText("a", Opcode.TEXT, true, out));
            assertThrows(IllegalStateException.class, () -> protocol.encodeClose(CloseStatus.NONE, out));
        }

        @Test
        void notAFrame() {
            ByteBuffer out = ByteBuffer.allocate(100);
            OutboundProtocol protocol = protocol(Role.SERVER);
            assertThrows(
                    IllegalArgumentException.class, () -> protocol.encodeHeader(out, Opcode.BINARY, true, 0b1000, 0));
            assertThrows(IllegalArgumentException.class, () -> protocol.encodeHeader(out, Opcode.BINARY, true, 0, -1));
        }
    }
}
