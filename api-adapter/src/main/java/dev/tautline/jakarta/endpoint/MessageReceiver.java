// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.internal.connection.Delivery;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;

/**
 * Takes the messages of one kind for one session: an annotated method or a programmatic handler. Of the methods below exactly
 * those are called that belong to {@link #kind} and {@link #delivery}; the others throw {@link IllegalStateException}. What
 * the application throws comes out as it is, a {@link jakarta.websocket.DecodeException} included.
 */
public interface MessageReceiver {
    /** The native kinds of message. A session has at most one receiver of each. */
    enum Kind {
        TEXT,
        BINARY,
        PONG
    }

    Kind kind();

    /** How the messages are to come; always {@link Delivery#WHOLE} for pongs. */
    Delivery delivery();

    /** The largest message in bytes, by {@code @OnMessage(maxMessageSize)}; -1 for the session's own limit. */
    default long maxMessageSize() {
        return -1;
    }

    /** A text message, whole. */
    default void text(String message) throws Throwable {
        throw wrongDelivery("text");
    }

    /** A part of a text message. */
    default void textPart(String part, boolean last) throws Throwable {
        throw wrongDelivery("textPart");
    }

    /** A text message as a stream. */
    default void textStream(Reader reader) throws Throwable {
        throw wrongDelivery("textStream");
    }

    /** A binary message, whole: a heap buffer with array offset 0 and exactly the array's length, the receiver's to keep. */
    default void binary(ByteBuffer message) throws Throwable {
        throw wrongDelivery("binary");
    }

    /** A part of a binary message; the buffer is as in {@link #binary}. */
    default void binaryPart(ByteBuffer part, boolean last) throws Throwable {
        throw wrongDelivery("binaryPart");
    }

    /** A binary message as a stream. */
    default void binaryStream(InputStream stream) throws Throwable {
        throw wrongDelivery("binaryStream");
    }

    /** A pong. */
    default void pong(PongMessage message) throws Throwable {
        throw wrongDelivery("pong");
    }

    private IllegalStateException wrongDelivery(String called) {
        return new IllegalStateException(called + " was called on a receiver of " + kind() + " " + delivery());
    }
}
