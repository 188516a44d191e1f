// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against the strict decoder of the JDK, and against the set of all beginnings of all code points. */
class TextDecoderTest {
    /** Beginnings of one, two and three bytes of all encoded code points, by their value as a number. */
    private static final BitSet[] BEGINNINGS = {new BitSet(), new BitSet(), new BitSet(), new BitSet()};

    private static final BitSet[] WHOLE = {new BitSet(), new BitSet(), new BitSet(), new BitSet()};

    static {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] bytes = Character.toString(codePoint).getBytes(UTF_8);
            for (int length = 1; length <= Math.min(3, bytes.length); length++) {
                (length == bytes.length ? WHOLE : BEGINNINGS)[length].set(number(bytes, 0, length));
            }
        }
    }

    private final CharsetDecoder strict = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(100);

    private static int number(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = (number << 8) | (bytes[i] & 0xFF);
        }
        return number;
    }

    private static TextDecoder decoder(boolean asciiExpected) {
        TextDecoder decoder = new TextDecoder(SHARED, true);
        if (!asciiExpected) {
            assertEquals("é", decoder.decode(ByteBuffer.wrap("é".getBytes(UTF_8)), true, null));
        }
        return decoder;
    }

    /** One scratch for all, as nothing here runs at the same time. */
    private static final ScratchPool SHARED = new ScratchPool() {
        private final Scratch scratch = new Scratch();

        @Override
        public Scratch borrow() {
            return scratch;
        }

        @Override
        public void giveBack(Scratch given) {}
    };

    private @Nullable String reference(byte[] bytes) {
        chars.clear();
        CoderResult result = strict.reset().decode(ByteBuffer.wrap(bytes), chars, true);
        return result.isError() ? null : chars.flip().toString();
    }

    /** The index of the byte at which no continuation can make the sequence valid, or its length. */
    private static int firstBad(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            int length = i + 1 - start;
            if (length == 4 || WHOLE[length].get(number(bytes, start, i + 1))) {
                if (length == 4 && (bytes[i] & 0xC0) != 0x80) {
                    return i;
                }
                start = i + 1;
            } else if (!BEGINNINGS[length].get(number(bytes, start, i + 1))) {
                return i;
            }
        }
        return bytes.length;
    }

    private void check(byte[] bytes) {
        String expected = reference(bytes);
        for (int guess = 0; guess < 2; guess++) {
            assertEquals(
                    expected,
                    decoder(guess == 0).decode(ByteBuffer.wrap(bytes), true, null),
                    () -> Receiver.toHex(bytes));
        }
        TextDecoder bytewise = decoder(true);
        int bad = firstBad(bytes);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            String part = bytewise.decode(ByteBuffer.wrap(bytes, i, 1), false, null);
            if (part == null) {
                assertEquals(bad, i, () -> "position of failure in " + Receiver.toHex(bytes));
                assertNull(expected);
                return;
            }
            text.append(part);
        }
        assertEquals(bad, bytes.length, () -> "not noticed: " + Receiver.toHex(bytes));
        String end = bytewise.decode(ByteBuffer.allocate(0), true, null);
        assertEquals(expected, end == null ? null : text.append(end).toString());
    }

    /** As {@link #check}, for all of many at once and so without a message per sequence. */
    private void checkQuickly(byte[] bytes, TextDecoder whole, TextDecoder begun) {
        String expected = reference(bytes);
        String actual = whole.decode(ByteBuffer.wrap(bytes), true, null);
        if (expected == null ? actual != null : !expected.equals(actual)) {
            fail(Receiver.toHex(bytes) + " gave " + actual);
        }
        boolean viable = begun.decode(ByteBuffer.wrap(bytes), false, null) != null;
        if (viable != (firstBad(bytes) == bytes.length)) {
            fail(Receiver.toHex(bytes) + " was " + (viable ? "not noticed" : "refused too early"));
        }
    }

    @Test
    void allSequencesOfOneAndTwoBytes() {
        for (int a = 0; a < 256; a++) {
            check(new byte[] {(byte) a});
            for (int b = 0; b < 256; b++) {
                check(new byte[] {(byte) a, (byte) b});
            }
        }
    }

    @Test
    void allSequencesOfThreeBytes() {
        byte[] bytes = new byte[3];
        for (int number = 0; number < 1 << 24; number++) {
            bytes[0] = (byte) (number >>> 16);
            bytes[1] = (byte) (number >>> 8);
            bytes[2] = (byte) number;
            if (bytes[0] >= 0 && (number & 0x7F0000) != 0x410000) {
                number |= 0xFFFF; // one ASCII byte in front stands for all of them
                continue;
            }
            checkQuickly(bytes, new TextDecoder(SHARED, true), new TextDecoder(SHARED, true));
        }
    }

    @Test
    void sampleOfFourBytes() {
        int[] interesting = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF
        };
        for (int a : interesting) {
            for (int b : interesting) {
                for (int c : interesting) {
                    for (int d : interesting) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
                        checkQuickly(bytes, decoder(false), new TextDecoder(SHARED, true));
                    }
                }
            }
        }
    }

    @Test
    void sampleBytewise() {
        Random random = new Random(7);
        byte[][] pieces = {
            {'a'},
            "é".getBytes(UTF_8),
            "€".getBytes(UTF_8),
            "😀".getBytes(UTF_8),
            {(byte) 0xED},
            {(byte) 0xA0},
            {(byte) 0xF4},
            {(byte) 0x90},
            {(byte) 0x80},
            {(byte) 0xE0},
            {(byte) 0xF0},
            {(byte) 0xFF}
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = {};
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                bytes = Wire.join(bytes, pieces[random.nextInt(random.nextBoolean() ? 4 : pieces.length)]);
            }
            check(bytes);
        }
    }

    @Test
    void partsHoldWholeCodePointsOnly() {
        byte[] bytes = "aé€😀".repeat(3).getBytes(UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            TextDecoder decoder = decoder(true);
            StringBuilder text = new StringBuilder();
            for (int from = 0; from < bytes.length; from += size) {
                int to = Math.min(bytes.length, from + size);
                byte[] chunk = Arrays.copyOfRange(bytes, from, to);
                String part = decoder.decode(ByteBuffer.wrap(chunk), to == bytes.length, null);
                assertNotNull(part);
                assertEquals(part, new String(part.getBytes(UTF_8), UTF_8), "no half of a pair");
                text.append(part);
            }
            assertEquals("aé€😀".repeat(3), text.toString());
        }
    }

    @Test
    void textLongerThanTheScratch() {
        String text = "😀é".repeat(Scratch.CHARS);
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(text, decoder(false).decode(ByteBuffer.wrap(bytes), true, null));
        assertEquals(text, decoder(true).decode(ByteBuffer.wrap(bytes), true, new Scratch()));
        bytes[bytes.length - 1] = 'x';
        assertNull(decoder(false).decode(ByteBuffer.wrap(bytes), true, null));
        assertNull(decoder(true).decode(ByteBuffer.wrap(bytes), true, null));
    }

    @Test
    void replacementCharacterIsTextAndNotAnError() {
        byte[] bytes = "a\uFFFDb".getBytes(UTF_8);
        assertEquals("a\uFFFDb", decoder(true).decode(ByteBuffer.wrap(bytes), true, null));
        bytes[4] = (byte) 0x80;
        assertNull(decoder(true).decode(ByteBuffer.wrap(bytes), true, null));
    }
}
