// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 (RFC 3629) as the wire has it. Pure functions. */
public final class Utf8 {
    private Utf8() {}

    /** The bytes that {@link #encode} makes of {@code text}: an unpaired surrogate counts as the one byte of its {@code ?}. */
    public static long length(CharSequence text) {
        int chars = text.length();
        long bytes = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            }
        }
        return bytes;
    }

    /** {@code text} as a read-only-by-agreement heap buffer; an unpaired surrogate becomes {@code ?}. */
    public static ByteBuffer encode(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Encodes {@code text} into {@code out}; an unpaired surrogate becomes {@code ?}.
     *
     * @return whether it fitted; if not, the position of {@code out} is what it was and the bytes after it are undefined
     */
    static boolean encode(String text, ByteBuffer out, ScratchPool pool) {
        int start = out.position();
        if (text.length() > out.remaining()) {
            return false;
        }
        Scratch scratch = pool.borrow();
        try {
            boolean fits = out.hasArray()
                    ? encode(text, out, scratch, null)
                    : encode(text, scratch.bytes(), scratch, out); // the encoder is quick between arrays only
            if (!fits) {
                out.position(start);
            }
            return fits;
        } finally {
            pool.giveBack(scratch);
        }
    }

    /** Encodes into {@code array}, and from there, each time it is full, into {@code target} where there is one. */
    private static boolean encode(String text, ByteBuffer array, Scratch scratch, @Nullable ByteBuffer target) {
        CharsetEncoder encoder = scratch.encoder();
        CharBuffer chars = scratch.chars();
        int next = 0;
        do {
            int end = Math.min(text.length(), next + chars.capacity());
            text.getChars(next, end, chars.array(), 0);
            chars.position(0).limit(end - next);
            while (encoder.encode(chars, array, end == text.length()) == CoderResult.OVERFLOW) {
                if (target == null || !moveTo(target, array)) {
                    return false;
                }
            }
            next = end - chars.remaining(); // a pair of surrogates that the chunk cuts stays whole
        } while (next < text.length());
        return target == null || moveTo(target, array);
    }

    private static boolean moveTo(ByteBuffer target, ByteBuffer array) {
        array.flip();
        if (array.remaining() > target.remaining()) {
            return false;
        }
        target.put(array);
        array.clear();
        return true;
    }

    /** The text in all of {@code bytes}, or {@code null} if it is not valid UTF-8. The position advances. */
    static @Nullable String decode(ByteBuffer bytes) {
        try {
            return newStrictDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static CharsetDecoder newStrictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The bytes of the sequence that {@code lead} begins, or 0 where no sequence begins with it (RFC 3629 §4). */
    static int sequenceLength(int lead) {
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    }

    /** Whether {@code second} may follow {@code lead} of a sequence of two or more (RFC 3629 §4). */
    static boolean isSecond(int lead, int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF; // less would be overlong
            case 0xED -> second >= 0x80 && second <= 0x9F; // more would be a surrogate
            case 0xF0 -> second >= 0x90 && second <= 0xBF; // less would be overlong
            case 0xF4 -> second >= 0x80 && second <= 0x8F; // more would be above U+10FFFF
            default -> isContinuation(second);
        };
    }

    static boolean isContinuation(int b) {
        return (b & 0xC0) == 0x80;
    }
}
