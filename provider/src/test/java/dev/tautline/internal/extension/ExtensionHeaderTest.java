// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.ExtensionParameter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionHeaderTest {
    @ParameterizedTest(name = "{0} reads as {1}")
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\'',
            value = {
                "foo > foo",
                "foo, bar > foo, bar",
                "foo,bar > foo, bar",
                "foo; a > foo; a",
                "foo;a;b=1;c=\"2\" > foo; a; b=1; c=2",
                "foo; a=\"x\\y\\z\" > foo; a=xyz",
                "foo; a=\"\\x\" , bar > foo; a=x, bar",
                "foo; a; a=1; a > foo; a; a=1; a",
                "foo , foo;x > foo, foo; x",
                ",foo,, ,bar, > foo, bar",
                "foo;   a  =  1  ,bar > foo; a=1, bar",
                "permessage-deflate; client_max_window_bits > permessage-deflate; client_max_window_bits",
                "!#$%&*+-.^_`|~09azAZ > !#$%&*+-.^_`|~09azAZ",
            })
    void parses(String header, String canonical) throws InvalidHeaderException {
        assertEquals(canonical, ExtensionHeader.format(ExtensionHeader.parse(List.of(header))));
    }

    @Test
    @DisplayName("RFC 6455 §9.1: several fields are one list, tabs are white space, an empty field is an empty list")
    void combinesFields() throws InvalidHeaderException {
        assertEquals(
                "foo; a=1, bar, foo",
                ExtensionHeader.format(ExtensionHeader.parse(List.of("\tfoo\t;\ta\t=\t1\t", "", "bar,foo"))));
        assertEquals(List.of(), ExtensionHeader.parse(List.of()));
        assertEquals(List.of(), ExtensionHeader.parse(List.of(" , ,\t")));
    }

    @ParameterizedTest(name = "{0} is malformed")
    @ValueSource(
            strings = {
                ";",
                "=",
                "foo;",
                "foo; ",
                "foo;;a",
                "foo; =1",
                "foo; a=",
                "foo; a=,bar",
                "foo; a=\"\"",
                "foo; a=\"b c\"",
                "foo; a=\"b",
                "foo; a=\"b\\",
                "foo; a=\"b\\\"",
                "foo; a=\"b\"c",
                "foo; a=b c",
                "foo bar",
                "foo; a b",
                "foo=1",
                "\"foo\"",
                "foo; \"a\"",
                "foo; a='b,c'x\"",
                "foo; a=\"b,c\"",
                "f\u00F6o",
                "foo\u0000",
                "foo; a=\"\\\u0000\"",
                "foo/bar",
                "foo\rbar",
                "foo,\u000Bbar"
            })
    void refuses(String header) {
        assertThrows(InvalidHeaderException.class, () -> ExtensionHeader.parse(List.of(header)));
    }

    @Test
    @DisplayName("The message of a malformed header does not repeat what the peer sent")
    void doesNotEcho() {
        InvalidHeaderException e =
                assertThrows(InvalidHeaderException.class, () -> ExtensionHeader.parse(List.of("secret secret")));
        assertEquals("Sec-WebSocket-Extensions: unexpected character at index 7", e.getMessage());
    }

    @Test
    @DisplayName("2017-11-08 (ws): names such as constructor and __proto__ are names")
    void namesWithoutMeaning() throws InvalidHeaderException {
        String header = "constructor, __proto__; __proto__=1; hasOwnProperty, toString";
        assertEquals(header, ExtensionHeader.format(ExtensionHeader.parse(List.of(header))));
    }

    @Test
    @Timeout(60)
    @DisplayName("CVE-2020-7662: a long unclosed quoted value is refused after one pass")
    void unclosedQuotes() {
        for (String run : List.of("a", "\\a", "\\\"", "\\\\")) {
            String header = "foo; a=\"" + run.repeat(400_000);
            assertThrows(InvalidHeaderException.class, () -> ExtensionHeader.parse(List.of(header)));
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("CVE-2020-7662: long lists and white space take one pass")
    void longHeaders() throws InvalidHeaderException {
        assertEquals(
                200_000,
                ExtensionHeader.parse(List.of("a , ;x".substring(0, 4).repeat(200_000)))
                        .size());
        assertEquals(0, ExtensionHeader.parse(List.of(" ,".repeat(200_000))).size());
        assertThrows(
                InvalidHeaderException.class, () -> ExtensionHeader.parse(List.of("a" + " ".repeat(400_000) + "b")));
    }

    @Test
    @DisplayName("Whatever parses has one canonical form that parses to the same")
    void roundTrip() throws InvalidHeaderException {
        Random random = new Random(1);
        String alphabet = "ab,;=\"\\ \t";
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder header = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<ExtensionOffer> offers;
            try {
                offers = ExtensionHeader.parse(List.of(header.toString()));
            } catch (InvalidHeaderException e) {
                continue;
            }
            parsed++;
            assertEquals(offers, ExtensionHeader.parse(List.of(ExtensionHeader.format(offers))));
        }
        assertEquals(true, parsed > 1000);
    }

    @Test
    @DisplayName("Names and values of our own must be tokens, so that none can inject a field")
    void ownValuesAreTokens() {
        assertThrows(IllegalArgumentException.class, () -> ExtensionOffer.of("a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> ExtensionOffer.of(""));
        assertThrows(IllegalArgumentException.class, () -> ExtensionParameter.flag("a b"));
        assertThrows(IllegalArgumentException.class, () -> new ExtensionParameter("a", "b\r\nX: y"));
        assertThrows(IllegalArgumentException.class, () -> new ExtensionParameter("a", ""));
    }
}
