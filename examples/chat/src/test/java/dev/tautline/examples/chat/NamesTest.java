// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Ada", "Ada Lovelace", "Åsa", "李", "😀", "O'Hara <b>", "aaaaaaaaaaaaaaaaaaaaaaaa"})
    void acceptsPeople(String name) throws RefusedException {
        assertEquals(name, Names.person(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "aaaaaaaaaaaaaaaaaaaaaaaaa",
                "a\nb",
                "a\u0000b",
                "abc\u202edef",
                "Ada\u200b",
                "a\u2028b",
                "\ud800"
            })
    void refusesPeople(String name) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> Names.person(name));
        assertEquals(RefusedException.UNUSABLE, refusal.code());
        assertTrue(refusal.getMessage().getBytes(StandardCharsets.UTF_8).length <= 123, "fits a close frame");
    }

    @Test
    void putsBlanksInOrder() throws RefusedException {
        assertEquals("Ada L", Names.person("  Ada \u00a0 L "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lobby", "room 12", "a.b_c-d", "кафе", "2"})
    void acceptsRooms(String name) throws RefusedException {
        assertEquals(name, Names.room(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "..", "/", "a/b", "<b>", "-a", "a\u202e", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddE"})
    void refusesRooms(String name) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> Names.room(name));
        assertTrue(refusal.getMessage().getBytes(StandardCharsets.UTF_8).length <= 123, "fits a close frame");
    }

    @Test
    void roomsDifferInMoreThanCase() throws RefusedException {
        assertEquals(Names.room("lobby"), Names.room(" LOBBY "));
    }

    @Test
    void foldsWhatLooksAlike() {
        assertEquals(Names.folded("ada"), Names.folded("ADA"));
        assertEquals(Names.folded("ada"), Names.folded("ａｄａ"));
        assertEquals(Names.folded("straße"), Names.folded("STRASSE"));
        assertNotEquals(Names.folded("ada"), Names.folded("ada 2"));
    }

    @Test
    void numbersStayWithinTheLimitAndCutNoCharacterInTwo() {
        assertEquals("Ada 2", Names.numbered("Ada", 2));
        assertEquals("a".repeat(21) + " 10", Names.numbered("a".repeat(24), 10));
        assertEquals("😀".repeat(10) + "a 2", Names.numbered("😀".repeat(10) + "a" + "😀", 2));
        assertEquals("😀".repeat(10) + " 10", Names.numbered("😀".repeat(12), 10));
    }
}
