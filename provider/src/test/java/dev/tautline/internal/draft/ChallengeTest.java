// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    private static String answerTo(String first, String second, String body) {
        Challenge challenge = new Challenge(Challenge.number(first), Challenge.number(second));
        return StandardCharsets.ISO_8859_1
                .decode(challenge.answer(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1))))
                .toString();
    }

    /** §1.2 and §1.3 of hixie-76. */
    @Test
    void theExamplesOfTheDraft() {
        assertEquals("8jKS'y:G*Co,Wxa-", answerTo("4 @1  46546xW%0l 1 5", "12998 5 Y3 1  .P00", "^n:ds[4U"));
        assertEquals(
                "fQJ,fN/4F4!~K~MH",
                answerTo("18x 6]8vM;54 *(5:  {   U1]8  z [  8", "1_ tx7X d  <  nw  334J702) 7]o}` 0", "Tm[K T2u"));
    }

    @ParameterizedTest
    @CsvSource({
        "'1 ', 1",
        "'8 5', 85",
        "' 4 2', 21",
        "'4294967295 ', 4294967295",
        "'8589934590  ', 4294967295",
        "'0000000000000000000000000000001 ', 1"
    })
    void numbers(String key, long number) {
        assertEquals(number, Challenge.number(key));
    }

    /** No digits, no spaces, zero, not divisible, more than 32 bits, more digits than a number holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc ",
                "12",
                "0 ",
                "00 0",
                "5  ",
                "4294967296 ",
                "8589934592  ",
                "18446744073709551617 ",
                "99999999999999999999999999999999999999999999999999 "
            })
    void noNumber(String key) {
        assertEquals(-1, Challenge.number(key));
    }

    @Test
    @Timeout(60)
    void longKeysTakeLinearTime() {
        assertEquals(-1, Challenge.number("9".repeat(1 << 20)));
        assertEquals(1, Challenge.number("1048576" + " ".repeat(1 << 20)));
    }
}
