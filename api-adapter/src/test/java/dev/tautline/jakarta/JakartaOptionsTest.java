// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JakartaOptionsTest {
    private static JakartaOptions of(String name, String value) {
        return JakartaOptions.from(Map.of("dev.tautline." + name, value)::get);
    }

    @Test
    void defaults() {
        assertEquals(
                new JakartaOptions(
                        1_048_576,
                        1_048_576,
                        16_384,
                        16_777_216,
                        Duration.ofSeconds(20),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        true,
                        -1,
                        256,
                        List.of("same")),
                JakartaOptions.defaults());
    }

    @Test
    void everyParameterIsRead() {
        Map<String, String> values = new HashMap<>();
        values.put("dev.tautline.maxTextMessage", "1");
        values.put("dev.tautline.maxBinaryMessage", " 2 ");
        values.put("dev.tautline.maxFragments", "3");
        values.put("dev.tautline.outboundLimit", "4");
        values.put("dev.tautline.sendTimeout", "5");
        values.put("dev.tautline.asyncSendTimeout", "6");
        values.put("dev.tautline.idleTimeout", "7");
        values.put("dev.tautline.pingInterval", "8");
        values.put("dev.tautline.pongTimeout", "9");
        values.put("dev.tautline.closeTimeout", "10");
        values.put("dev.tautline.compression", "false");
        values.put("dev.tautline.compressionLevel", "9");
        values.put("dev.tautline.compressionThreshold", "0");
        values.put("dev.tautline.origins", "https://a.com , http://b.com:81,");
        assertEquals(
                new JakartaOptions(
                        1,
                        2,
                        3,
                        4,
                        Duration.ofMillis(5),
                        Duration.ofMillis(6),
                        Duration.ofMillis(7),
                        Duration.ofMillis(8),
                        Duration.ofMillis(9),
                        Duration.ofMillis(10),
                        false,
                        9,
                        0,
                        List.of("https://a.com", "http://b.com:81")),
                JakartaOptions.from(values::get));
    }

    @Test
    void blankStandsForTheDefault() {
        assertEquals(JakartaOptions.defaults(), JakartaOptions.from(name -> " "));
    }

    @ParameterizedTest
    @CsvSource({
        "maxTextMessage, 0",
        "maxTextMessage, 2147483648",
        "maxBinaryMessage, -1",
        "maxBinaryMessage, 1 MiB",
        "maxFragments, 0",
        "outboundLimit, 0",
        "sendTimeout, -1",
        "asyncSendTimeout, 1.5",
        "idleTimeout, PT1S",
        "pingInterval, x",
        "pongTimeout, 99999999999999999999",
        "closeTimeout, 0",
        "compression, yes",
        "compressionLevel, 10",
        "compressionLevel, -2",
        "compressionThreshold, -1",
        "origins, ','",
        "origins, example.com",
        "origins, 'same, https://a.com/path'",
    })
    void badValuesAreRefusedByName(String name, String value) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> of(name, value));
        assertTrue(refused.getMessage().contains("dev.tautline." + name), refused.getMessage());
        assertTrue(refused.getMessage().contains('"' + value + '"'), refused.getMessage());
    }
}
