// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskerTest {
    private static final int KEY = 0x37FA213D;

    /** RFC 6455 §5.3, octet by octet. */
    private static byte[] expected(byte[] payload, int key, int phase) {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= (byte) (key >>> (24 - 8 * ((i + phase) % 4)));
        }
        return masked;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void helloOfTheRfc() {
        byte[] bytes = Wire.hex("7F 9F 4D 51 58"); // §5.7: "Hello" masked with 37 FA 21 3D
        Masker.mask(bytes, 0, bytes.length, KEY);
        assertEquals("48656C6C6F", Receiver.toHex(bytes));
    }

    @Test
    void everyLengthAtEveryOffset() {
        for (int length = 0; length < 70; length++) {
            for (int offset = 0; offset < 9; offset++) {
                byte[] payload = random(length);
                byte[] bytes = new byte[length + offset + 9];
                System.arraycopy(payload, 0, bytes, offset, length);
                int next = Masker.mask(bytes, offset, length, KEY);
                assertArrayEquals(expected(payload, KEY, 0), Arrays.copyOfRange(bytes, offset, offset + length));
                assertArrayEquals(new byte[offset], Arrays.copyOf(bytes, offset), "nothing before");
                assertArrayEquals(
                        new byte[9], Arrays.copyOfRange(bytes, offset + length, bytes.length), "nothing after");
                assertEquals(Integer.rotateLeft(KEY, 8 * length), next);
            }
        }
    }

    @Test
    void piecesEqualTheWhole() {
        byte[] payload = random(200);
        for (int first = 0; first <= 200; first++) {
            byte[] bytes = payload.clone();
            int key = Masker.mask(bytes, 0, first, KEY);
            key = Masker.mask(bytes, first, (200 - first) / 2, key);
            Masker.mask(bytes, first + (200 - first) / 2, 200 - first - (200 - first) / 2, key);
            assertArrayEquals(expected(payload, KEY, 0), bytes, "cut at " + first);
        }
    }

    @Test
    void directBuffersEqualHeapBuffers() {
        for (int length = 0; length < 70; length++) {
            byte[] payload = random(length);
            for (ByteBuffer buffer : new ByteBuffer[] {
                ByteBuffer.allocateDirect(80),
                ByteBuffer.allocate(80),
                ByteBuffer.allocate(90).slice(7, 80)
            }) {
                buffer.put(3, payload);
                int next = Masker.mask(buffer, 3, length, KEY);
                byte[] masked = new byte[length];
                buffer.get(3, masked);
                assertArrayEquals(expected(payload, KEY, 0), masked);
                assertEquals(Integer.rotateLeft(KEY, 8 * length), next);
                assertEquals(0, buffer.get(2) | buffer.get(3 + length));
                assertEquals(0, buffer.position());
                assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
            }
        }
    }

    @Test
    void copyStopsWhereTheOutputIsFullAndGoesOn() {
        byte[] payload = random(100);
        for (ByteBuffer in : new ByteBuffer[] {
            ByteBuffer.wrap(payload),
            ByteBuffer.wrap(payload).asReadOnlyBuffer(),
            ByteBuffer.allocateDirect(100).put(payload).flip()
        }) {
            for (int size = 1; size < 30; size++) {
                in.rewind();
                ByteBuffer all = ByteBuffer.allocate(100);
                int key = KEY;
                while (in.hasRemaining()) {
                    ByteBuffer out = size % 2 == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
                    key = Masker.copy(in, out, key);
                    all.put(out.flip());
                }
                assertArrayEquals(expected(payload, KEY, 0), all.array(), "pieces of " + size);
                assertEquals(100, in.limit());
            }
        }
        assertArrayEquals(random(100), payload, "the input is left alone");
    }

    @Test
    void keyOfZeroChangesNothing() {
        byte[] payload = random(33);
        byte[] bytes = payload.clone();
        assertEquals(0, Masker.mask(bytes, 0, 33, 0));
        ByteBuffer direct = ByteBuffer.allocateDirect(33);
        assertEquals(0, Masker.copy(ByteBuffer.wrap(bytes), direct, 0));
        direct.flip().get(bytes);
        assertArrayEquals(payload, bytes);
    }
}
