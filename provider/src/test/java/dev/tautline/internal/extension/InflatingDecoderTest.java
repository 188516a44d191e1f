// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.InvalidPayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflatingDecoderTest {
    private static final int BIG = 1 << 20;

    private final DeflatePools pools = new DeflatePools(4, 4);
    private final InflatingDecoder decoder = new InflatingDecoder(pools, true);

    @AfterEach
    void close() {
        decoder.close();
        pools.close();
    }

    private String text(String hex) throws InvalidPayloadException {
        return new String(Codecs.decode(decoder, Codecs.hex(hex), BIG, BIG), UTF_8);
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({
        "RFC 7692 §7.2.3.1 one block, f2 48 cd c9 c9 07 00",
        "RFC 7692 §7.2.3.3 no compression, 00 05 00 fa ff 48 65 6c 6c 6f 00",
        "RFC 7692 §7.2.3.4 BFINAL, f3 48 cd c9 c9 07 00 00",
        "RFC 7692 §7.2.3.5 two blocks, f2 48 05 00 00 00 ff ff ca c9 c9 07 00",
        "BFINAL without the octet after it, f3 48 cd c9 c9 07 00",
        "an empty final block after the data, f2 48 cd c9 c9 07 00 00 00 ff ff 03 00",
    })
    void examplesOfTheRfc(String name, String payload) throws InvalidPayloadException {
        assertEquals("Hello", text(payload), name);
        // The connection goes on, whatever ended the message.
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"), name);
    }

    @Test
    @DisplayName("RFC 7692 §7.2.3.2: the second message refers to the first")
    void contextTakeover() throws InvalidPayloadException {
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"));
        assertEquals("Hello", text("f2 00 11 00 00"));
    }

    @Test
    @DisplayName("RFC 7692 §7.1.1.2: after client_no_context_takeover no message may refer to an earlier one")
    void noContextTakeover() throws InvalidPayloadException {
        InflatingDecoder without = new InflatingDecoder(pools, false);
        Codecs.decode(without, Codecs.hex("f2 48 cd c9 c9 07 00"), BIG, BIG);
        assertEquals(1, pools.idle(), "the inflater is given back after each message");
        assertThrows(
                InvalidPayloadException.class, () -> Codecs.decode(without, Codecs.hex("f2 00 11 00 00"), BIG, BIG));
        without.close();
    }

    @Test
    @DisplayName(
            "CVE-2026-87022: data after a final block belongs to the message, each stream with a window of its own")
    void dataAfterFinalBlock() throws InvalidPayloadException {
        assertEquals("HelloHello", text("f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00"));
        assertEquals("HelloHelloHello", text("f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00"));
        assertEquals("Hello", text("f3 48 cd c9 c9 07 00 03 00 03 00 03 00 00"));
        assertThrows(InvalidPayloadException.class, () -> text("f3 48 cd c9 c9 07 00 f2 00 11 00 00"));
    }

    @Test
    @DisplayName("CVE-2026-87022: an empty compressed message is an empty message and leaves the context as it is")
    void emptyMessages() throws InvalidPayloadException {
        assertEquals("", text(""));
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"));
        assertEquals("", text("00"));
        assertEquals("", text(""));
        assertEquals("", text("02 00"));
        assertEquals("", text("03 00"));
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({
        "block type 3, 07 00",
        "stored length, 00 05 00 fa fe 48 65 6c 6c 6f 00",
        "distance before the beginning, f2 00 11 00 00",
        "text, 48 65 6c 6c 6f",
        "garbage after a final block, f3 48 cd c9 c9 07 00 ff ff ff",
    })
    @DisplayName("RFC 7692 §7.2.2: data that is no DEFLATE fails")
    void invalidData(String name, String payload) {
        for (int size : new int[] {1, BIG}) {
            InflatingDecoder fresh = new InflatingDecoder(pools, true);
            assertThrows(
                    InvalidPayloadException.class, () -> Codecs.decode(fresh, Codecs.hex(payload), size, size), name);
            fresh.close();
        }
    }

    @Test
    @DisplayName("CVE-2026-87022: any split of input and output gives zlib's bytes, message by message")
    void equalsZlib() throws InvalidPayloadException, DataFormatException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        List<byte[]> payloads = new ArrayList<>();
        for (int length : new int[] {1, 2, 5, 100, 127, 3000, 40_000}) {
            payloads.add(Codecs.zlibDeflate(deflater, Codecs.sample(length, length)));
        }
        deflater.end();
        for (int inSize : new int[] {1, 2, 3, 4, 5, 7, 1000, BIG}) {
            for (int outSize : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 4096, BIG}) {
                InflatingDecoder fresh = new InflatingDecoder(pools, true);
                Inflater zlib = new Inflater(true);
                for (byte[] payload : payloads) {
                    byte[] expected = Codecs.zlibInflate(zlib, payload);
                    assertArrayEquals(expected, Codecs.decode(fresh, payload, inSize, outSize));
                }
                fresh.close();
                zlib.end();
            }
        }
    }

    @Test
    @DisplayName("CVE-2026-87022: damaged messages give what zlib gives, or fail where zlib fails")
    void damagedEqualsZlib() {
        Random random = new Random(7);
        int failures = 0;
        for (int round = 0; round < 3000; round++) {
            Deflater deflater = new Deflater(1 + random.nextInt(9), true);
            byte[] payload = Codecs.zlibDeflate(deflater, Codecs.sample(1 + random.nextInt(300), round));
            deflater.end();
            switch (random.nextInt(4)) {
                case 0 -> payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> payload = Arrays.copyOf(payload, 1 + random.nextInt(payload.length));
                case 2 -> payload = Arrays.copyOf(payload, payload.length + 1 + random.nextInt(9));
                default -> payload[0] |= 1;
            }
            failures += damaged(payload, 1 + random.nextInt(20), 1 + random.nextInt(20)) ? 1 : 0;
        }
        assertTrue(failures > 300 && failures < 2700, "the sample has both kinds: " + failures);
    }

    /** Whether both fail; otherwise they agree. */
    private boolean damaged(byte[] payload, int inSize, int outSize) {
        byte[] expected = null;
        Inflater zlib = new Inflater(true);
        try {
            expected = Codecs.zlibInflate(zlib, payload);
        } catch (DataFormatException e) {
            // expected stays null
        }
        zlib.end();
        InflatingDecoder fresh = new InflatingDecoder(pools, false);
        byte[] actual = null;
        try {
            actual = Codecs.decode(fresh, payload, inSize, outSize);
        } catch (InvalidPayloadException e) {
            // actual stays null
        }
        fresh.close();
        assertArrayEquals(expected, actual);
        return expected == null;
    }

    @Test
    @DisplayName("CVE-2026-54490, CVE-2026-1526: a bomb gives no more than the buffer takes, so the limit stops it")
    void bomb() throws InvalidPayloadException {
        Deflater deflater = new Deflater(9, true);
        byte[] payload = Codecs.zlibDeflate(deflater, new byte[2 << 20]);
        deflater.end();
        assertTrue(payload.length < 4096, "2 MB from 2 KB");
        decoder.begin(Codecs.RSV1);
        ByteBuffer in = ByteBuffer.wrap(payload);
        ByteBuffer out = ByteBuffer.allocate(1000);
        assertFalse(decoder.decode(in, true, out));
        assertEquals(1000, out.position());
        assertTrue(in.hasRemaining(), "the rest of the bomb has not been touched");
    }

    @Test
    @DisplayName("Messages without RSV1 pass unchanged; nothing native exists before the first with it")
    void lazy() throws InvalidPayloadException {
        assertFalse(decoder.begin(0));
        decoder.close();
        assertEquals(0, pools.idle());
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"));
        decoder.close();
        decoder.close();
        assertEquals(1, pools.idle());
    }

    @Test
    @DisplayName("An inflater that comes back from a failed connection serves the next one")
    void reuseAfterFailure() throws InvalidPayloadException {
        assertThrows(InvalidPayloadException.class, () -> text("07 00"));
        decoder.close();
        assertEquals("Hello", text("f2 48 cd c9 c9 07 00"));
    }
}
