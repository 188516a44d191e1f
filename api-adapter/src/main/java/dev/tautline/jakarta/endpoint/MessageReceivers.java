// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.MessageHandler;
import java.util.List;

/** Makes receivers of the message handlers that an application adds to a session. */
public final class MessageReceivers {
    private MessageReceivers() {}

    /**
     * The receivers of a handler whose class says which type it takes: one, or two where its type has text and binary decoders or
     * it implements both interfaces.
     *
     * @throws IllegalArgumentException when the class does not say its type (a lambda, a raw type), or no decoder fits it
     */
    public static List<MessageReceiver> of(MessageHandler handler, Coders coders) {
        throw new UnsupportedOperationException();
    }

    /**
     * The receivers of a whole-message handler for a type: {@code String}, {@code Reader}, {@code ByteBuffer}, {@code byte[]},
     * {@code InputStream}, {@code PongMessage} or what a decoder makes.
     *
     * @throws IllegalArgumentException when no decoder fits the type
     */
    public static <T> List<MessageReceiver> of(Class<T> type, MessageHandler.Whole<T> handler, Coders coders) {
        throw new UnsupportedOperationException();
    }

    /**
     * The receiver of a handler of parts, for {@code String}, {@code ByteBuffer} or {@code byte[]}.
     *
     * @throws IllegalArgumentException for another type
     */
    public static <T> MessageReceiver of(Class<T> type, MessageHandler.Partial<T> handler) {
        throw new UnsupportedOperationException();
    }
}
