// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole message (ws 1.8-02: {@code data, isBinary}). Text is there as text, its bytes on demand; binary content as a buffer, an
 * array or the pieces in which it arrived. Immutable but for the array and the buffers of binary messages, which are the receiver's own.
 */
public final class Message {
    private final @Nullable String text;
    private final List<ByteBuffer> pieces;

    private Message(@Nullable String text, List<ByteBuffer> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** A text message. */
    public static Message of(CharSequence text) {
        return new Message(text.toString(), List.of());
    }

    /** A binary message that shares the content of the buffer. */
    public static Message of(ByteBuffer content) {
        return new Message(null, List.of(Objects.requireNonNull(content, "content")));
    }

    /** A binary message in pieces, which are not copied ({@link BinaryType#FRAGMENTS}). */
    static Message ofPieces(List<ByteBuffer> pieces) {
        return new Message(null, List.copyOf(pieces));
    }

    /** Whether the message is binary; otherwise it is text. */
    public boolean isBinary() {
        return text == null;
    }

    /** Whether the message is text. */
    public boolean isText() {
        return text != null;
    }

    /** The text; of a binary message its bytes decoded as UTF-8, malformed input replaced. */
    public String text() {
        return text == null ? new String(array(), StandardCharsets.UTF_8) : text;
    }

    /** The content as a buffer from position to limit, a new view at every call; of a text message its UTF-8. */
    public ByteBuffer bytes() {
        if (text == null && pieces.size() == 1) {
            return pieces.get(0).duplicate();
        }
        return ByteBuffer.wrap(array());
    }

    /** The content as an array. Not copied where the message arrived in one array that it fills; otherwise new. */
    public byte[] array() {
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (pieces.size() == 1 && fillsItsArray(pieces.get(0))) {
            return pieces.get(0).array();
        }
        ByteBuffer joined = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(piece -> joined.put(piece.duplicate()));
        return joined.array();
    }

    private static boolean fillsItsArray(ByteBuffer buffer) {
        return buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.position() == 0
                && buffer.remaining() == buffer.array().length;
    }

    /** What the message weighs in a queue: bytes of a binary one, characters of a text. */
    long length() {
        return text == null ? pieces.stream().mapToLong(ByteBuffer::remaining).sum() : text.length();
    }

    /** The content in the pieces in which it arrived, uncopied; one piece unless the socket has {@link BinaryType#FRAGMENTS}. */
    public List<ByteBuffer> fragments() {
        return text == null ? pieces.stream().map(ByteBuffer::duplicate).toList() : List.of(bytes());
    }

    /** The text, or how many bytes a binary message has. */
    @Override
    public String toString() {
        return text == null ? "binary message of " + length() + " bytes" : text;
    }
}
