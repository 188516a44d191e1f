// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that are to be text. */
final class Texts {
    private Texts() {}

    /** @throws IllegalArgumentException if the bytes are not UTF-8 */
    static String decode(ByteBuffer content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(content.duplicate())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A text message is UTF-8; these bytes are not. Send them as binary", e);
        }
    }
}
