// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Working memory for one call into the protocol: nothing in it survives the call, so that a connection holds none while it is
 * idle. Parts are made on first use. Owned by whoever has borrowed it from a {@link ScratchPool}.
 */
public final class Scratch {
    /** Bytes of inflated data in one event at most. */
    static final int BYTES = 16 * 1024;

    static final int CHARS = 16 * 1024;

    private @Nullable ByteBuffer bytes;
    private @Nullable CharBuffer chars;
    private @Nullable CharsetDecoder decoder;
    private @Nullable CharsetEncoder encoder;

    /** Heap buffer of {@value #BYTES} bytes, cleared. */
    ByteBuffer bytes() {
        if (bytes == null) {
            bytes = ByteBuffer.allocate(BYTES);
        }
        return bytes.clear();
    }

    /** Heap buffer of {@value #CHARS} chars, cleared. */
    CharBuffer chars() {
        if (chars == null) {
            chars = CharBuffer.allocate(CHARS);
        }
        return chars.clear();
    }

    /** Strict UTF-8 decoder, reset. */
    CharsetDecoder decoder() {
        if (decoder == null) {
            decoder = Utf8.newStrictDecoder();
        }
        return decoder.reset();
    }

    /** UTF-8 encoder that writes {@code ?} for an unpaired surrogate, reset. */
    CharsetEncoder encoder() {
        if (encoder == null) {
            encoder = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }
        return encoder.reset();
    }
}
