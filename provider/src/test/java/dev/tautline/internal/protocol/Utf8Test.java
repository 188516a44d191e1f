// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's {@code getBytes(UTF_8)} is the reference, unpaired surrogates included. */
class Utf8Test {
    static Stream<String> texts() {
        Random random = new Random(11);
        String[] alphabet = {"a", "é", "€", "😀", "\uD83D", "\uDE00", "\u007F", "\u0080", "\u07FF", "\u0800", "\uFFFF"};
        Stream<String> mixed = Stream.generate(() -> {
                    StringBuilder text = new StringBuilder();
                    for (int n = random.nextInt(120); n > 0; n--) {
                        text.append(alphabet[random.nextInt(alphabet.length)]);
                    }
                    return text.toString();
                })
                .limit(200);
        // pairs of surrogates around the chunks of the scratch, and an unpaired one at its end
        int chunk = Scratch.CHARS;
        Stream<String> large = List.of(
                "x".repeat(chunk),
                "x".repeat(chunk + 1),
                "x".repeat(chunk - 1) + "😀y",
                "é".repeat(chunk) + "😀",
                "x".repeat(chunk - 1) + "\uD83Dy",
                "x".repeat(chunk - 1) + "\uD83D",
                "€".repeat(3 * chunk),
                "😀".repeat(2 * chunk))
                .stream();
        return Stream.concat(
                Stream.of("", "a", "é", "\uD83D", "\uDE00\uD83D", "x".repeat(48), "x".repeat(47) + "é", "x".repeat(49)),
                Stream.concat(mixed, large));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    void lengthAndBytesAreThoseOfTheJdk(String text) {
        byte[] expected = text.getBytes(UTF_8);
        assertEquals(expected.length, Utf8.length(text));
        assertEquals(ByteBuffer.wrap(expected), Utf8.encode(text));
        for (ByteBuffer out : List.of(
                ByteBuffer.allocate(expected.length + 5),
                ByteBuffer.allocateDirect(expected.length + 5),
                ByteBuffer.allocate(expected.length + 9).slice(4, expected.length + 5))) {
            out.position(3).limit(3 + expected.length);
            assertTrue(Utf8.encode(text, out, ScratchPool.unpooled()), "fits exactly");
            byte[] actual = new byte[expected.length];
            out.get(3, actual);
            assertArrayEquals(expected, actual);
            assertFalse(out.hasRemaining());
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("texts")
    void whatDoesNotFitMovesNothing(String text) {
        int length = text.getBytes(UTF_8).length;
        if (length == 0) {
            return;
        }
        for (ByteBuffer out : List.of(ByteBuffer.allocate(length + 1), ByteBuffer.allocateDirect(length + 1))) {
            out.position(2);
            assertFalse(Utf8.encode(text, out, ScratchPool.unpooled()));
            assertEquals(2, out.position());
            assertEquals(length + 1, out.limit());
        }
    }
}
