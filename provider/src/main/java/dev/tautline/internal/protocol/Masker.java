// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Masks and unmasks payload (RFC 6455 §5.3; the two are the same). A masking key is an {@code int} whose most significant byte
 * applies to the next byte of payload; every method returns the key turned so that it fits the byte after the last one, which
 * is how one frame is masked in pieces.
 */
public final class Masker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Masker() {}

    /**
     * Masks bytes in place.
     *
     * @return the key for the byte that follows
     */
    public static int mask(byte[] bytes, int offset, int length, int key) {
        if (key == 0) {
            return 0;
        }
        long longKey = nativeLong(key);
        int i = offset;
        // Not unrolled by hand: the compiler turns this loop into vector instructions, an unrolled one it does not.
        for (int end = offset + (length & ~7); i < end; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ longKey);
        }
        int turned = key;
        for (int end = offset + length; i < end; i++) {
            bytes[i] ^= (byte) (turned >>> 24);
            turned = Integer.rotateLeft(turned, Byte.SIZE);
        }
        return turned;
    }

    /**
     * Masks bytes of a buffer in place; its position and limit stay.
     *
     * @param buffer heap or direct
     * @param index absolute index of the first byte
     * @return the key for the byte that follows
     */
    public static int mask(ByteBuffer buffer, int index, int length, int key) {
        if (buffer.hasArray()) {
            return mask(buffer.array(), buffer.arrayOffset() + index, length, key);
        }
        if (key == 0) {
            return 0;
        }
        ByteOrder order = buffer.order();
        buffer.order(ByteOrder.nativeOrder());
        long longKey = nativeLong(key);
        int i = index;
        for (int end = index + (length & ~7); i < end; i += Long.BYTES) {
            buffer.putLong(i, buffer.getLong(i) ^ longKey);
        }
        buffer.order(order);
        int turned = key;
        for (int end = index + length; i < end; i++) {
            buffer.put(i, (byte) (buffer.get(i) ^ (turned >>> 24)));
            turned = Integer.rotateLeft(turned, Byte.SIZE);
        }
        return turned;
    }

    /**
     * Copies as much of {@code in} as fits into {@code out} and masks the copy. Both positions advance; {@code in} may be
     * read-only.
     *
     * @return the key for the byte that follows
     */
    public static int copy(ByteBuffer in, ByteBuffer out, int key) {
        int start = out.position();
        int length = Math.min(in.remaining(), out.remaining());
        int limit = in.limit();
        in.limit(in.position() + length);
        out.put(in);
        in.limit(limit);
        return mask(out, start, length, key);
    }

    private static long nativeLong(int key) {
        int first = LITTLE_ENDIAN ? Integer.reverseBytes(key) : key;
        return ((long) first << Integer.SIZE) | Integer.toUnsignedLong(first);
    }
}
