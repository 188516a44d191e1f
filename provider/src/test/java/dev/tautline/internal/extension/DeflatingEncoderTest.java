// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.extension.InvalidPayloadException;
import dev.tautline.spec.Opcode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflatingEncoderTest {
    private static final int BIG = 1 << 20;
    private static final int[] LENGTHS = {0, 1, 2, 5, 125, 126, 1000, 20_000, 0, 3};

    private final DeflatePools pools = new DeflatePools(2, 2);

    @AfterEach
    void close() {
        pools.close();
    }

    private DeflatingEncoder encoder(int windowBits, boolean keepContext) {
        return new DeflatingEncoder(
                pools,
                new DeflateSettings(
                        Deflater.DEFAULT_COMPRESSION, Deflater.DEFAULT_STRATEGY, windowBits, 0, keepContext));
    }

    @Test
    @DisplayName("RFC 7692 §7.2.3.1, §7.2.3.2: Hello, and Hello again with context")
    void examplesOfTheRfc() {
        byte[] hello = {'H', 'e', 'l', 'l', 'o'};
        DeflatingEncoder encoder = encoder(15, true);
        assertArrayEquals(Codecs.hex("f2 48 cd c9 c9 07 00"), Codecs.encode(encoder, hello, BIG, BIG));
        assertArrayEquals(Codecs.hex("f2 00 11 00 00"), Codecs.encode(encoder, hello, BIG, BIG));
        encoder.close();
        DeflatingEncoder without = encoder(15, false);
        assertArrayEquals(Codecs.hex("f2 48 cd c9 c9 07 00"), Codecs.encode(without, hello, BIG, BIG));
        assertArrayEquals(Codecs.hex("f2 48 cd c9 c9 07 00"), Codecs.encode(without, hello, BIG, BIG));
    }

    @ParameterizedTest(name = "context kept: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 7692 §7.2.3.6: an empty message is one octet 00")
    void emptyMessage(boolean keepContext) {
        DeflatingEncoder encoder = encoder(15, keepContext);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(new byte[1], Codecs.encode(encoder, new byte[0], BIG, 1));
            Codecs.encode(encoder, new byte[] {1, 2, 3}, BIG, BIG);
        }
        encoder.close();
    }

    @ParameterizedTest(name = "context kept: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("Any split of input and output inflates to the message, with zlib and with our decoder")
    void splits(boolean keepContext) throws DataFormatException, InvalidPayloadException {
        for (int inSize : new int[] {1, 1000, BIG}) {
            for (int outSize : new int[] {1, 2, 3, 4, 5, 6, 7, 8, BIG}) {
                DeflatingEncoder encoder = encoder(15, keepContext);
                InflatingDecoder decoder = new InflatingDecoder(pools, keepContext);
                Inflater zlib = new Inflater(true);
                for (int length : LENGTHS) {
                    byte[] message = Codecs.sample(length, length);
                    byte[] payload = Codecs.encode(encoder, message, Math.max(inSize, length / 2000), outSize);
                    assertArrayEquals(message, Codecs.zlibInflate(zlib, payload));
                    assertArrayEquals(message, Codecs.decode(decoder, payload, BIG, BIG));
                    if (!keepContext) {
                        zlib.reset();
                    }
                }
                encoder.close();
                decoder.close();
                zlib.end();
            }
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
    @DisplayName("RFC 7692 §7.1.2.1: no reference is longer than the agreed window, within and across messages")
    void windowBits(int bits) {
        for (boolean keepContext : new boolean[] {false, true}) {
            for (int outSize : new int[] {1, BIG}) {
                DeflatingEncoder encoder = encoder(bits, keepContext);
                ByteArrayOutputStream stream = new ByteArrayOutputStream();
                ByteArrayOutputStream messages = new ByteArrayOutputStream();
                for (int length : new int[] {100, 0, 1 << bits, (1 << bits) - 100, 5, 3 << bits, 20_000, 256, 1}) {
                    byte[] message = Codecs.sample(length, 3);
                    byte[] payload = Codecs.encode(encoder, message, 6000, outSize);
                    if (!keepContext) {
                        stream.reset();
                        messages.reset();
                    }
                    messages.writeBytes(message);
                    stream.writeBytes(payload);
                    stream.writeBytes(Codecs.hex("00 00 ff ff"));
                    WindowedInflate receiver = new WindowedInflate(stream.toByteArray(), bits);
                    assertArrayEquals(messages.toByteArray(), receiver.inflate());
                    assertTrue(length < 256 || receiver.longestDistance() > 64, "references are still used");
                }
                encoder.close();
            }
        }
    }

    @Test
    @DisplayName("A window of 2^15 bytes is used to its end, so the test of smaller windows can fail")
    void fullWindow() {
        DeflatingEncoder encoder = encoder(15, false);
        byte[] payload = Codecs.encode(encoder, Codecs.sample(60_000, 3), BIG, BIG);
        byte[] stream = Arrays.copyOf(payload, payload.length + 4);
        stream[payload.length + 2] = (byte) 0xFF;
        stream[payload.length + 3] = (byte) 0xFF;
        WindowedInflate receiver = new WindowedInflate(stream, 15);
        receiver.inflate();
        assertTrue(receiver.longestDistance() > 1 << 14);
        assertThrows(AssertionError.class, () -> new WindowedInflate(stream, 14).inflate());
    }

    @Test
    @DisplayName("Every part of a message can be inflated as soon as it is sent")
    void partsAreFlushed() throws InvalidPayloadException {
        DeflatingEncoder encoder = encoder(15, false);
        InflatingDecoder decoder = new InflatingDecoder(pools, false);
        assertEquals(0b100, encoder.begin(Opcode.TEXT, 3, false, true));
        decoder.begin(Codecs.RSV1);
        List<String> parts = List.of("abc", "", "def", "abcdef", "");
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            ByteBuffer payload = ByteBuffer.allocate(100);
            assertTrue(encoder.encode(ByteBuffer.wrap(parts.get(i).getBytes(UTF_8)), last, payload));
            ByteBuffer received = ByteBuffer.allocate(100);
            assertTrue(decoder.decode(payload.flip(), last, received));
            assertEquals(parts.get(i), new String(received.array(), 0, received.position(), UTF_8));
        }
        decoder.close();
    }

    @Test
    @DisplayName("RFC 7692 §6.1: messages below the threshold, or sent with compress off, pass unchanged")
    void threshold() {
        DeflatingEncoder encoder =
                new DeflatingEncoder(pools, new DeflateSettings(1, Deflater.FILTERED, 15, 256, false));
        assertEquals(0, encoder.begin(Opcode.TEXT, 255, true, true));
        assertEquals(0, encoder.begin(Opcode.BINARY, 0, true, true));
        assertEquals(0, encoder.begin(Opcode.TEXT, 256, true, false));
        assertEquals(0, pools.deflaters(), "nothing was borrowed");
        assertEquals(0b100, encoder.begin(Opcode.TEXT, 256, true, true));
        encoder.close();
    }

    @Test
    @DisplayName("Where all deflaters are in use a message passes uncompressed instead of waiting")
    void poolExhausted() {
        DeflatingEncoder first = encoder(15, false);
        DeflatingEncoder second = encoder(15, false);
        DeflatingEncoder third = encoder(15, false);
        assertEquals(0b100, first.begin(Opcode.TEXT, 10, true, true));
        assertEquals(0b100, second.begin(Opcode.TEXT, 10, true, true));
        assertEquals(0, third.begin(Opcode.TEXT, 10, true, true));
        first.close();
        assertEquals(0b100, third.begin(Opcode.TEXT, 10, true, true));
        second.close();
        third.close();
        assertEquals(2, pools.idle());
    }

    @Test
    @DisplayName("A message that was given up leaves nothing to the next")
    void givenUp() throws DataFormatException {
        DeflatingEncoder encoder = encoder(9, false);
        encoder.begin(Opcode.BINARY, 5000, true, true);
        assertFalse(encoder.encode(ByteBuffer.wrap(Codecs.sample(5000, 1)), true, ByteBuffer.allocate(3)));
        byte[] message = Codecs.sample(700, 2);
        byte[] payload = Codecs.encode(encoder, message, BIG, BIG);
        Inflater zlib = new Inflater(true);
        assertArrayEquals(message, Codecs.zlibInflate(zlib, payload));
        zlib.end();
        encoder.close();
        encoder.close();
        assertEquals(1, pools.idle());
        assertEquals(0, encoder.begin(Opcode.BINARY, 5000, true, true), "after close nothing is borrowed");
    }

    @Test
    @DisplayName("The input may be direct or read-only and keeps its limit")
    void kindsOfBuffers() throws DataFormatException {
        byte[] message = Codecs.sample(200_000, 5);
        ByteBuffer direct = ByteBuffer.allocateDirect(message.length + 10);
        direct.put(3, message).position(3).limit(3 + message.length);
        for (ByteBuffer in : new ByteBuffer[] {direct, ByteBuffer.wrap(message).asReadOnlyBuffer()}) {
            int limit = in.limit();
            DeflatingEncoder encoder = encoder(15, false);
            encoder.begin(Opcode.BINARY, message.length, true, true);
            ByteBuffer out = ByteBuffer.allocateDirect(BIG);
            assertTrue(encoder.encode(in, true, out));
            assertEquals(limit, in.limit());
            assertFalse(in.hasRemaining());
            byte[] payload = new byte[out.flip().remaining()];
            out.get(payload);
            Inflater zlib = new Inflater(true);
            assertArrayEquals(message, Codecs.zlibInflate(zlib, payload));
            zlib.end();
        }
    }

    @ParameterizedTest(name = "level {0}")
    @ValueSource(ints = {0, 1, 6, 9})
    @DisplayName("Every level and strategy inflates to the message")
    void levels(int level) throws DataFormatException {
        for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY}) {
            for (int bits : new int[] {8, 15}) {
                DeflatingEncoder encoder =
                        new DeflatingEncoder(pools, new DeflateSettings(level, strategy, bits, 0, false));
                Inflater zlib = new Inflater(true);
                for (int length : LENGTHS) {
                    byte[] message = Codecs.sample(length, length);
                    byte[] payload = Codecs.encode(encoder, message, BIG, 5);
                    assertArrayEquals(message, Codecs.zlibInflate(zlib, payload));
                    zlib.reset();
                }
                zlib.end();
            }
        }
    }

    @Test
    @DisplayName("encode without an accepted begin is an error of the caller")
    void encodeWithoutBegin() {
        DeflatingEncoder encoder = encoder(15, false);
        assertThrows(
                IllegalStateException.class,
                () -> encoder.encode(ByteBuffer.allocate(1), true, ByteBuffer.allocate(9)));
    }
}
