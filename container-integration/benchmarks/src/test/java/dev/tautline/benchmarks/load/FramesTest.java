// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {

    // RFC 6455 §5.7: "A single-frame masked text message"
    @Test
    void masksTheTextMessageOfTheRfc() {
        assertEquals("818537fa213d7f9f4d5158", client(0x1, "Hello".getBytes(StandardCharsets.US_ASCII), 0x37fa213d));
    }

    // RFC 6455 §5.7: "A single-frame unmasked text message"
    @Test
    void buildsTheServerMessageOfTheRfc() {
        ByteBuffer out = ByteBuffer.allocate(Frames.serverLength(5));
        Frames.putServerFrame(out, 0x1, "Hello".getBytes(StandardCharsets.US_ASCII));
        assertEquals("810548656c6c6f", HexFormat.of().formatHex(out.array()));
    }

    @ParameterizedTest
    @CsvSource({
        "125, 82fd01020304",
        "126, 82fe007e01020304",
        "65535, 82feffff01020304",
        "65536, 82ff000000000001000001020304"
    })
    void usesTheShortestLength(int size, String header) {
        String frame = client(0x2, new byte[size], 0x01020304);
        assertEquals(header, frame.substring(0, header.length()));
        assertEquals(2L * Frames.clientLength(size), frame.length());
    }

    @Test
    void closesWithCode1000() {
        ByteBuffer close = Frames.closeFrame(0);
        byte[] bytes = new byte[close.remaining()];
        close.get(bytes);
        assertArrayEquals(HexFormat.of().parseHex("88820000000003e8"), bytes);
    }

    private static String client(int opcode, byte[] payload, int mask) {
        ByteBuffer out = ByteBuffer.allocate(Frames.clientLength(payload.length));
        Frames.putClientFrame(out, opcode, payload, mask);
        assertEquals(0, out.remaining());
        return HexFormat.of().formatHex(out.array());
    }
}
