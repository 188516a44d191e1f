// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strict UTF-8 in parts (RFC 6455 §8.1). A part that ends inside a code point keeps the at most three bytes of it for the next
 * part; a byte that no continuation could make valid fails at once. Where nothing is validated U+FFFD stands for what is bad. Owned by
 * the holder of the read token.
 */
final class TextDecoder {
    private static final int REPLACEMENT = 0xFFFD;

    private final ScratchPool pool;
    private final boolean validates;

    /** The beginning of a code point that the last part cut, its first byte lowest. */
    private int tail;

    private int tailLength;

    /** What the last part was, and so which of two decoders is the quicker guess for the next. */
    private boolean asciiExpected = true;

    TextDecoder(ScratchPool pool, boolean validates) {
        this.pool = pool;
        this.validates = validates;
    }

    /**
     * Decodes the remaining bytes of {@code in}.
     *
     * @param in heap buffer; its position afterwards is undefined
     * @param last whether they end the message
     * @param lent scratch whose bytes may be {@code in}, or {@code null} to borrow one when it is needed
     * @return the complete code points, or {@code null} if the text is not valid
     */
    @Nullable String decode(ByteBuffer in, boolean last, @Nullable Scratch lent) {
        if (!validates) {
            return decodeLeniently(in, last);
        }
        if (!in.hasRemaining()) {
            return last && tailLength > 0 ? null : "";
        }
        if (asciiExpected && tailLength == 0) {
            int cut = last ? 0 : cutLength(in);
            int length = in.remaining() - cut;
            String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
            // U+FFFD stands for bad bytes, or for itself: then the strict decoder tells.
            if (text.indexOf(REPLACEMENT) < 0) {
                asciiExpected = text.length() == length;
                in.position(in.limit() - cut);
                return keepTail(in) ? text : null;
            }
        }
        if (lent != null) {
            return decodeStrictly(in, last, lent);
        }
        Scratch scratch = pool.borrow();
        try {
            return decodeStrictly(in, last, scratch);
        } finally {
            pool.giveBack(scratch);
        }
    }

    private String decodeLeniently(ByteBuffer in, boolean last) {
        ByteBuffer all = ByteBuffer.allocate(tailLength + in.remaining());
        for (; tailLength > 0; tailLength--, tail >>>= Byte.SIZE) {
            all.put((byte) tail);
        }
        all.put(in).flip();
        int cut = last || !all.hasRemaining() ? 0 : cutLength(all);
        String text = new String(all.array(), 0, all.limit() - cut, StandardCharsets.UTF_8);
        for (int i = all.limit() - cut; i < all.limit(); i++) {
            tail |= (all.get(i) & 0xFF) << (Byte.SIZE * tailLength);
            tailLength++;
        }
        return text;
    }

    /** How many bytes at the end of {@code in} are the beginning of a longer sequence. */
    private static int cutLength(ByteBuffer in) {
        int end = in.limit();
        if (in.get(end - 1) >= 0) {
            return 0;
        }
        for (int length = 1; length <= 3 && end - length >= in.position(); length++) {
            int b = in.get(end - length) & 0xFF;
            if (!Utf8.isContinuation(b)) {
                return Utf8.sequenceLength(b) > length ? length : 0;
            }
        }
        return 0;
    }

    private @Nullable String decodeStrictly(ByteBuffer in, boolean last, Scratch scratch) {
        CharsetDecoder decoder = scratch.decoder();
        CharBuffer chars = scratch.chars();
        int length = in.remaining();
        if (tailLength > 0 && !completeTail(in, chars)) {
            return null;
        }
        StringBuilder longText = null;
        CoderResult result = decoder.decode(in, chars, last);
        while (result.isOverflow()) {
            if (longText == null) {
                longText = new StringBuilder(in.remaining() + chars.position());
            }
            longText.append(chars.flip());
            chars.clear();
            result = decoder.decode(in, chars, last);
        }
        if (result.isError() || !keepTail(in) || (last && tailLength > 0)) {
            return null;
        }
        chars.flip();
        String text =
                longText == null ? chars.toString() : longText.append(chars).toString();
        asciiExpected = text.length() == length;
        return text;
    }

    /** Moves bytes from {@code in} to the tail; a code point that becomes whole goes to {@code chars}. */
    private boolean completeTail(ByteBuffer in, CharBuffer chars) {
        int sequenceLength = Utf8.sequenceLength(tail & 0xFF);
        while (tailLength < sequenceLength && in.hasRemaining()) {
            if (!appendToTail(in.get())) {
                return false;
            }
        }
        if (tailLength == sequenceLength) {
            int codePoint = tail & (0x7F >> sequenceLength);
            for (int i = 1; i < sequenceLength; i++) {
                codePoint = (codePoint << 6) | ((tail >>> (Byte.SIZE * i)) & 0x3F);
            }
            chars.position(Character.toChars(codePoint, chars.array(), 0));
            tail = 0;
            tailLength = 0;
        }
        return true;
    }

    private boolean keepTail(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (!appendToTail(in.get())) {
                return false;
            }
        }
        return true;
    }

    /** Whether what is kept, with {@code b} after it, can still become a code point. */
    private boolean appendToTail(byte b) {
        int unsigned = b & 0xFF;
        boolean viable =
                switch (tailLength) {
                    case 0 -> Utf8.sequenceLength(unsigned) > 1;
                    case 1 -> Utf8.isSecond(tail & 0xFF, unsigned);
                    default -> Utf8.isContinuation(unsigned);
                };
        tail |= unsigned << (Byte.SIZE * tailLength);
        tailLength++;
        return viable;
    }
}
