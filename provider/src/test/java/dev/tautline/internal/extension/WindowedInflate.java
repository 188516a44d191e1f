// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A plain inflate (RFC 1951) that refuses references further back than its window, as a receiver with a small window would. */
final class WindowedInflate {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] CODE_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final class Output extends ByteArrayOutputStream {
        int byteAt(int index) {
            return buf[index];
        }
    }

    private final byte[] in;
    private final int maxDistance;
    private final Output out = new Output();
    private int bit;
    private int longestDistance;

    /**
     * @param in whole blocks, the tail of the last one included
     * @param windowBits 8 to 15
     */
    WindowedInflate(byte[] in, int windowBits) {
        this.in = in;
        this.maxDistance = 1 << windowBits;
    }

    int longestDistance() {
        return longestDistance;
    }

    byte[] inflate() {
        while (bit < in.length * 8) {
            boolean last = bits(1) == 1;
            switch (bits(2)) {
                case 0 -> stored();
                case 1 -> compressed(fixedLengths(), fixedDistances());
                case 2 -> dynamic();
                default -> throw new AssertionError("block type 3");
            }
            if (last) {
                break;
            }
        }
        return out.toByteArray();
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private void stored() {
        bit = (bit + 7) & ~7;
        int length = bits(16);
        if ((bits(16) ^ 0xFFFF) != length) {
            throw new AssertionError("stored length");
        }
        for (int i = 0; i < length; i++) {
            out.write(bits(8));
        }
    }

    private static int[] fixedLengths() {
        int[] lengths = new int[288];
        for (int i = 0; i < 288; i++) {
            lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        return lengths;
    }

    private static int[] fixedDistances() {
        int[] lengths = new int[30];
        Arrays.fill(lengths, 5);
        return lengths;
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int codes = bits(4) + 4;
        int[] codeLengths = new int[19];
        for (int i = 0; i < codes; i++) {
            codeLengths[CODE_ORDER[i]] = bits(3);
        }
        int[] lengths = new int[literals + distances];
        for (int i = 0; i < lengths.length; ) {
            int symbol = symbol(codeLengths);
            if (symbol < 16) {
                lengths[i++] = symbol;
            } else {
                int value = symbol == 16 ? lengths[i - 1] : 0;
                int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
                for (int j = 0; j < repeat; j++) {
                    lengths[i++] = value;
                }
            }
        }
        compressed(Arrays.copyOf(lengths, literals), Arrays.copyOfRange(lengths, literals, lengths.length));
    }

    private void compressed(int[] lengths, int[] distances) {
        while (true) {
            int symbol = symbol(lengths);
            if (symbol == 256) {
                return;
            }
            if (symbol < 256) {
                out.write(symbol);
                continue;
            }
            int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
            int code = symbol(distances);
            int distance = DISTANCE_BASE[code] + bits(code < 4 ? 0 : code / 2 - 1);
            if (distance > maxDistance || distance > out.size()) {
                throw new AssertionError("distance " + distance + " is beyond the window of " + maxDistance);
            }
            longestDistance = Math.max(longestDistance, distance);
            for (int i = 0; i < length; i++) {
                out.write(out.byteAt(out.size() - distance));
            }
        }
    }

    /** Decodes one symbol of the canonical code with these lengths. */
    private int symbol(int[] lengths) {
        int[] count = new int[16];
        for (int length : lengths) {
            count[length]++;
        }
        count[0] = 0;
        int code = 0;
        int first = 0;
        for (int length = 1; length < 16; length++) {
            code = code << 1 | bits(1);
            first = (first + count[length - 1]) << 1;
            if (code - first < count[length]) {
                return nth(lengths, length, code - first);
            }
        }
        throw new AssertionError("no such code");
    }

    private static int nth(int[] lengths, int length, int n) {
        int left = n;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] == length && left-- == 0) {
                return symbol;
            }
        }
        throw new AssertionError("no such symbol");
    }
}
