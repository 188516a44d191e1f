// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportChoiceTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void nothingIsAuto(String value) {
        assertEquals(TransportChoice.AUTO, TransportChoice.parse(value));
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "' Container ', CONTAINER", "PORTABLE, PORTABLE"})
    void readsEveryCase(String value, TransportChoice expected) {
        assertEquals(expected, TransportChoice.parse(value));
    }

    @Test
    void readsTheSameEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertEquals(TransportChoice.CONTAINER, TransportChoice.parse("container"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anUnknownValueIsNamedWithTheKnownOnes() {
        IllegalArgumentException fault =
                assertThrows(IllegalArgumentException.class, () -> TransportChoice.parse(" native "));
        assertEquals("dev.tautline.transport is auto, container or portable, not \"native\"", fault.getMessage());
    }
}
