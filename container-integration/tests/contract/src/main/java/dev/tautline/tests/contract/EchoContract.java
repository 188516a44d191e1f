// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import dev.tautline.tests.contract.wire.WireMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out: every size and kind, whole, in parts, many at once, deflated. */
interface EchoContract extends Contract {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1_048_576})
    default void echoesEverySize(int size) throws Exception {
        try (WireClient client = site().open("/echo")) {
            byte[] bytes = bytes(size);
            assertArrayEquals(bytes, client.sendBinary(bytes).message().binary());
            String text = text(size);
            assertEquals(text, client.sendText(text).text());
            client.closeCleanly();
        }
    }

    @Test
    default void echoesFragmentsWithPingsBetween() throws Exception {
        try (WireClient client = site().open("/echo")) {
            byte[] text = "größer als 🦊".getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < text.length; i++) {
                int first = (i == 0 ? WireFrame.TEXT : 0) | (i == text.length - 1 ? 0x80 : 0);
                frames.writeBytes(Frames.ping("ping " + i, true));
                // One byte at a time: every character of more than one byte is split.
                frames.writeBytes(Frames.frame(first, new byte[] {text[i]}, true));
            }
            client.send(frames.toByteArray());
            assertEquals("größer als 🦊", client.text());
            client.sendClose(1000, "");
            int pongs = client.controls().size();
            for (int i = 0; i < pongs; i++) {
                assertEquals(WireFrame.PONG, client.controls().get(i).opcode());
                assertEquals("ping " + i, client.controls().get(i).text());
            }
            for (int i = pongs; i < text.length; i++) {
                assertEquals("ping " + i, client.frame().text());
            }
            assertEquals(1000, client.closeFrame().closeCode());
            client.expectEnd();
        }
    }

    @Test
    default void repliesToOneSegmentOfManyMessagesComeInOrder() throws Exception {
        int count = 600;
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            segment.writeBytes(
                    i % 2 == 0 ? Frames.text("message " + i, true) : Frames.binary(new byte[] {(byte) i}, true));
        }
        try (WireClient client = site().open("/echo")) {
            client.send(segment.toByteArray());
            for (int i = 0; i < count; i++) {
                WireMessage reply = client.message();
                if (i % 2 == 0) {
                    assertEquals("message " + i, reply.text());
                } else {
                    assertArrayEquals(new byte[] {(byte) i}, reply.binary());
                }
            }
            client.closeCleanly();
        }
    }

    @Test
    default void manyLargeMessagesInFlightBothWays() throws Exception {
        int count = 64;
        byte[][] messages = new byte[count][];
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            messages[i] = bytes(100_000 + i);
            frames[i] = Frames.binary(messages[i], true);
        }
        try (WireClient client = site().open("/echo")) {
            var sent = client.sendMeanwhile(Frames.join(frames));
            for (byte[] message : messages) {
                assertArrayEquals(message, client.message().binary());
            }
            dev.tautline.tests.contract.wire.Await.result("all sent", sent);
            client.closeCleanly();
        }
    }

    @Test
    default void messagesSentWithTheHandshakeAreAnswered() throws Exception {
        byte[] early = Frames.join(Frames.text("early", true), Frames.binary(bytes(3000), true));
        try (WireClient client = site().webSocket("/echo").early(early).open()) {
            assertEquals("early", client.text());
            assertArrayEquals(bytes(3000), client.message().binary());
            assertEquals("later", client.sendText("later").text());
            client.closeCleanly();
        }
    }

    @Test
    default void aFrameThatComesByteByByteIsRead() throws Exception {
        try (WireClient client = site().open("/echo")) {
            for (byte one : Frames.text("piecemeal", true)) {
                client.send(new byte[] {one});
            }
            assertEquals("piecemeal", client.text());
            client.closeCleanly();
        }
    }

    @Test
    default void echoesDeflatedMessagesWhenOffered() throws Exception {
        try (WireClient client = site().webSocket("/echo").deflate().open()) {
            String agreed = client.answer().header("Sec-WebSocket-Extensions");
            assertTrue(agreed != null && agreed.startsWith("permessage-deflate"), "agreed: " + agreed);
            for (int size : new int[] {0, 1, 300, 65_536, 1_048_576}) {
                String text = "deflate me ".repeat(size / 11 + 1).substring(0, size);
                client.sendDeflated(WireFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
                WireMessage reply = client.message();
                assertEquals(text, reply.text());
                assertEquals(size >= 256, reply.deflated(), "deflated at " + size);
                byte[] bytes = bytes(size);
                client.sendDeflated(WireFrame.BINARY, bytes);
                assertArrayEquals(bytes, client.message().binary());
            }
            // The sender may leave any message as it is.
            assertEquals("plain", client.sendText("plain").text());
            client.closeCleanly();
        }
    }

    @Test
    default void nothingIsDeflatedUnlessOffered() throws Exception {
        try (WireClient client = site().open("/echo")) {
            assertEquals(null, client.answer().header("Sec-WebSocket-Extensions"));
            WireMessage reply = client.sendText("x".repeat(10_000)).message();
            assertFalse(reply.deflated());
            client.closeCleanly();
        }
    }

    /** Bytes that do not repeat and do not compress; the same for the same size. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Text of exactly so many bytes, with characters of one to four bytes at all offsets. */
    static String text(int bytes) {
        StringBuilder text = new StringBuilder();
        String[] characters = {"a", "ß", "€", "🦊"};
        int length = 0;
        for (int i = 0; length < bytes; i++) {
            String next = characters[i % characters.length];
            int size = next.getBytes(StandardCharsets.UTF_8).length;
            if (length + size > bytes) {
                next = "z";
                size = 1;
            }
            text.append(next);
            length += size;
        }
        return text.toString();
    }
}
