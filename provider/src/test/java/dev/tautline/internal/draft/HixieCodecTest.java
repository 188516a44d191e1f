// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames of hixie in and out, without I/O. Every case is cut in all ways that matter: whole, and byte by byte. */
class HixieCodecTest {
    private static final long LIMIT = 1000;

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String decoded(Hixie version, String hex, int piece) {
        HixieDecoder decoder = new HixieDecoder(version, LIMIT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] all = Frames.hex(hex);
        for (int i = 0; i < all.length; i += piece) {
            ByteBuffer in = ByteBuffer.wrap(all, i, Math.min(piece, all.length - i));
            out.writeBytes(bytes(decoder.decode(in)));
            assertEquals(0, in.remaining());
        }
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "HIXIE_75, 00 61 62 FF, 8182000000006162",
        "HIXIE_76, 00 FF, 818000000000",
        "HIXIE_75, 00 61 FF 00 62 FF, 8181000000006181810000000062",
        // as faye's driver: any type below 0x80 is a text
        "HIXIE_76, 7F 61 FF, 81810000000061",
        // frames with a length are skipped
        "HIXIE_75, 80 02 78 79 00 61 FF, 81810000000061",
        "HIXIE_75, 80 00 00 61 FF, 81810000000061",
        "HIXIE_76, 81 80 02 78 79 00 61 FF, 81810000000061",
        "HIXIE_75, FF 00 00 61 FF, 81810000000061",
        "HIXIE_76, FE 00 00 61 FF, 81810000000061",
        // the closing handshake of hixie-76, and nothing behind it
        "HIXIE_76, 00 61 FF FF 00 00 62 FF, 81810000000061888000000000",
        "HIXIE_76, FF 01 78 00 61 FF, 81810000000061",
        // a length over the limit is a header that the connection refuses, and nothing counts behind it
        "HIXIE_75, 80 87 69 00 61 FF, 82fe03e900000000",
        "HIXIE_76, FF 87 69 00 61 FF, 82fe03e900000000",
        // CVE-2026-54466: lengths that grow for ever
        "HIXIE_75, 80 80 80 80 80 80 80 80 80 80 80 80 00 61 FF, 82ff800000000000000000000000",
        "HIXIE_76, 80 FF FF FF FF FF FF FF FF FF FF 7F, 82fe3fff00000000"
    })
    void decodes(Hixie version, String hex, String expected) {
        assertEquals(expected, decoded(version, hex, Integer.MAX_VALUE / 2));
    }

    @Test
    void aTextInPieces() {
        assertEquals("01810000000061" + "00810000000062" + "808000000000", decoded(Hixie.HIXIE_75, "00 61 62 FF", 1));
        assertEquals("01810000000061" + "80810000000062", decoded(Hixie.HIXIE_75, "00 61 62 FF", 2));
        assertEquals("818000000000", decoded(Hixie.HIXIE_76, "00 FF", 1));
        assertEquals("888000000000", decoded(Hixie.HIXIE_76, "FF 00", 1));
        assertEquals("", decoded(Hixie.HIXIE_76, "82 03 78 79 7A", 1));
    }

    @Test
    void lengthsOfFrames() {
        HixieDecoder decoder = new HixieDecoder(Hixie.HIXIE_75, Long.MAX_VALUE);
        byte[] text = new byte[70_002];
        text[text.length - 1] = (byte) 0xFF;
        ByteBuffer out = decoder.decode(ByteBuffer.wrap(text));
        assertEquals("81ff000000000001117000000000", HexFormat.of().formatHex(bytes(out.slice(0, 14))));
        assertEquals(14 + 70_000, out.remaining());
    }

    /** The longest that an unlimited server would have to skip, and one more. */
    @Test
    void withoutALimit() {
        HixieDecoder decoder = new HixieDecoder(Hixie.HIXIE_75, Long.MAX_VALUE);
        assertEquals(
                0,
                decoder.decode(ByteBuffer.wrap(Frames.hex("80 FF FF FF FF FF FF FF FF 7F")))
                        .remaining());
        assertEquals(0, decoder.decode(ByteBuffer.wrap(new byte[1000])).remaining());
        decoder = new HixieDecoder(Hixie.HIXIE_75, Long.MAX_VALUE);
        assertTrue(decoder.decode(ByteBuffer.wrap(Frames.hex("80 FF FF FF FF FF FF FF FF FF")))
                .hasRemaining());
    }

    /** Whatever comes, it is consumed, and what comes of it is bounded by what came. */
    @ParameterizedTest
    @EnumSource
    void noise(Hixie version) {
        Random random = new Random(76);
        for (int round = 0; round < 2_000; round++) {
            HixieDecoder decoder = new HixieDecoder(version, LIMIT);
            for (int i = 0; i < 8; i++) {
                byte[] noise = new byte[random.nextInt(40) + 1];
                for (int at = 0; at < noise.length; at++) {
                    noise[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(3) == 0 ? 0 : random.nextInt());
                }
                ByteBuffer in = ByteBuffer.wrap(noise);
                assertTrue(decoder.decode(in).remaining() <= 3 * noise.length + 14);
                assertEquals(0, in.remaining());
            }
        }
    }

    private static String encoded(Hixie version, byte[] frames, int piece) {
        HixieEncoder encoder = new HixieEncoder(version);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < frames.length; i += piece) {
            out.writeBytes(bytes(encoder.encode(
                    new ByteBuffer[] {ByteBuffer.wrap(frames, i, Math.min(piece, frames.length - i))}, 1)));
        }
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "HIXIE_75, 81 02 61 62, 006162ff",
        "HIXIE_76, 81 00, 00ff",
        "HIXIE_76, 81 00 81 01 61, 00ff0061ff",
        // fragments, a ping and a pong between them
        "HIXIE_76, 01 01 61 89 01 78 00 01 62 8A 00 80 01 63, 00616263ff",
        // masked by choice
        "HIXIE_75, 81 82 01 02 03 04 60 60, 006162ff",
        "HIXIE_75, 81 85 01 02 03 04 60 60 60 60 60, 006162636461ff",
        // a binary message has no form, neither have its continuations
        "HIXIE_76, 82 02 61 62, ''",
        "HIXIE_76, 02 01 61 80 01 62 81 01 63, 0063ff",
        // close
        "HIXIE_76, 88 02 03 E8, ff00",
        "HIXIE_75, 88 02 03 E8, ''",
        "HIXIE_76, 88 00 81 01 61, ff00",
        "HIXIE_76, 01 01 61 88 00, 0061ffff00",
        "HIXIE_75, 01 01 61 88 00, 0061ff"
    })
    void encodes(Hixie version, String hex, String expected) {
        byte[] frames = Frames.hex(hex);
        assertEquals(expected, encoded(version, frames, frames.length));
        assertEquals(expected, encoded(version, frames, 1));
    }

    @Test
    void longFrames() {
        for (int length : new int[] {126, 0xFFFF, 0x10000}) {
            byte[] frame = Frames.frame(0x81, new byte[length], false);
            assertEquals("00" + "00".repeat(length) + "ff", encoded(Hixie.HIXIE_76, frame, frame.length));
            assertEquals("00" + "00".repeat(length) + "ff", encoded(Hixie.HIXIE_76, frame, 1000));
        }
    }
}
