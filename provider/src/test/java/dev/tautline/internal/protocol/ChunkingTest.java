// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.protocol.Receiver.Event;
import dev.tautline.spec.Role;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the bytes are cut, the messages are the same. */
class ChunkingTest {
    /** Every kind of frame, every length form, code points of every length, and an extension's payload. */
    private static byte[] conversation(Role role) {
        byte[] mixed = "aé€😀".repeat(40).getBytes(StandardCharsets.UTF_8);
        return Wire.join(
                Wire.to(role, "81 05 48 65 6C 6C 6F"), // "Hello"
                Wire.to(role, "81 00", "82 00", "89 00"), // empty ones
                Wire.to(role, "01 02 C3 A9", "00 01 F0", "89 03 01 02 03", "00 02 9F 98", "80 02 80 41"), // é😀A
                Wire.frame(role, 0x81, mixed), // 16-bit length
                Wire.frame(role, 0x8A, new byte[125]), // longest pong
                Wire.frame(role, 0x82, new byte[126]),
                Wire.frame(role, 0x82, "0123456789".repeat(6554).getBytes(StandardCharsets.US_ASCII)), // 64-bit length
                Wire.to(role, "C1 08 01 E2 01 82 01 AC 05 41"), // €AAAAA
                Wire.to(role, "42 01 FF", "89 00", "00 03 07 FF 08", "80 00"), // 255 times 07, then 08
                Wire.frame(role, 0xC2, Wire.hex("FF 07 ".repeat(100))), // 25,500 bytes
                Wire.to(role, "88 05 03 E9 62 79 65")); // 1001, "bye"
    }

    private static Receiver receiver(Role role, boolean greedy) {
        return new Receiver(role, Receiver.UNLIMITED, new RepeatDecoder(greedy));
    }

    private static void assertSameInAnyChunks(Role role, byte[] bytes) {
        List<Event> whole = Receiver.joined(receiver(role, true).receive(bytes).take());
        for (int chunk = 1; chunk < 300; chunk = chunk < 40 ? chunk + 1 : chunk + 37) {
            int size = chunk;
            for (boolean greedy : new boolean[] {true, false}) {
                List<Event> events = Receiver.joined(
                        receiver(role, greedy).receive(bytes, size).take());
                assertEquals(whole, events, () -> "chunks of " + size);
            }
        }
        for (int seed = 0; seed < 60; seed++) {
            int from = 0;
            Random random = new Random(seed);
            Receiver receiver = receiver(role, seed % 2 == 0);
            while (from < bytes.length) {
                int to = Math.min(
                        bytes.length, from + (random.nextInt(8) == 0 ? random.nextInt(5000) : random.nextInt(9)));
                receiver.receive(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            int failed = seed;
            assertEquals(whole, Receiver.joined(receiver.take()), () -> "seed " + failed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameMessagesInAnyChunks(Role role) {
        byte[] bytes = conversation(role);
        assertEquals(
                15, Receiver.joined(receiver(role, true).receive(bytes).take()).size());
        assertSameInAnyChunks(role, bytes);
    }

    @ParameterizedTest
    @EnumSource
    void sameViolationInAnyChunks(Role role) {
        // "é" in fragments, then a text that is not valid; and a header that breaks a rule
        assertSameInAnyChunks(role, Wire.to(role, "01 01 C3", "80 01 A9", "81 04 61 C3 28 62"));
        assertSameInAnyChunks(role, Wire.to(role, "82 02 01 02", "82 7F 80 00 00 00 00 00 00 00"));
    }
}
