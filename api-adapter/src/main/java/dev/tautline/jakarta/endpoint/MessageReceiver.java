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
    long maxMessageSize();

    /** A text message, whole. */
    void text(String message) throws Throwable;

    /** A part of a text message. */
    void textPart(String part, boolean last) throws Throwable;

    /** A text message as a stream. */
    void textStream(Reader reader) throws Throwable;

    /** A binary message, whole. The buffer is the receiver's to keep. */
    void binary(ByteBuffer message) throws Throwable;

    /** A part of a binary message. The buffer is the receiver's to keep. */
    void binaryPart(ByteBuffer part, boolean last) throws Throwable;

    /** A binary message as a stream. */
    void binaryStream(InputStream stream) throws Throwable;

    /** A pong. */
    void pong(PongMessage message) throws Throwable;
}
