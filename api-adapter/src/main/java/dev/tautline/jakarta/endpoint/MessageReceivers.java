// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.MessageHandler;
import java.util.ArrayList;
import java.util.List;

/** Makes receivers of the message handlers that an application adds to a session. */
public final class MessageReceivers {
    private MessageReceivers() {}

    /**
     * The receivers of a handler whose class says which type it takes: one, or more where its type has text and binary decoders
     * or it implements both interfaces.
     *
     * @throws IllegalArgumentException when the class does not say its type (a lambda, a raw type), or no decoder makes it
     */
    public static List<MessageReceiver> of(MessageHandler handler, Coders coders) {
        List<MessageReceiver> receivers = new ArrayList<>();
        if (handler instanceof MessageHandler.Whole<?> whole) {
            receivers.addAll(whole(type(handler, MessageHandler.Whole.class), whole, coders));
        }
        if (handler instanceof MessageHandler.Partial<?> partial) {
            receivers.add(partial(type(handler, MessageHandler.Partial.class), partial, coders));
        }
        if (receivers.isEmpty()) {
            throw new IllegalArgumentException(handler.getClass().getName()
                    + " implements neither MessageHandler.Whole nor MessageHandler.Partial.");
        }
        return receivers;
    }

    /**
     * The receivers of a whole-message handler for a type: {@code String}, the primitives' classes, {@code Reader},
     * {@code ByteBuffer}, {@code byte[]}, {@code InputStream}, {@code PongMessage} or what a decoder makes.
     *
     * @throws IllegalArgumentException when no decoder makes the type
     */
    public static <T> List<MessageReceiver> of(Class<T> type, MessageHandler.Whole<T> handler, Coders coders) {
        return whole(type, handler, coders);
    }

    /**
     * The receiver of a handler of parts, for {@code String}, {@code ByteBuffer} or {@code byte[]}.
     *
     * @throws IllegalArgumentException for another type
     */
    public static <T> MessageReceiver of(Class<T> type, MessageHandler.Partial<T> handler, Coders coders) {
        return partial(type, handler, coders);
    }

    private static Class<?> type(MessageHandler handler, Class<? extends MessageHandler> contract) {
        Class<?> type = GenericTypes.argument(handler.getClass(), contract);
        if (type == null) {
            throw new IllegalArgumentException(
                    "The type of the messages that " + handler.getClass().getName()
                            + " takes is not known, as with every lambda and raw type. Name it:"
                            + " addMessageHandler(String.class, handler), or use a class that implements MessageHandler."
                            + contract.getSimpleName() + "<String>.");
        }
        return type;
    }

    private static List<MessageReceiver> whole(Class<?> type, MessageHandler.Whole<?> handler, Coders coders) {
        List<MessageReceiver> receivers = new ArrayList<>();
        @SuppressWarnings("unchecked") // The shape converts to the handler's type.
        MessageHandler.Whole<Object> any = (MessageHandler.Whole<Object>) handler;
        for (MessageShape shape : MessageShape.whole(type, coders.table())) {
            receivers.add(new ShapedReceiver(shape, coders, -1, (message, last) -> any.onMessage(message)));
        }
        if (receivers.isEmpty()) {
            throw new IllegalArgumentException("No decoder makes " + type.getTypeName() + " for "
                    + handler.getClass().getName() + "; add one to the decoders of the endpoint.");
        }
        return receivers;
    }

    private static MessageReceiver partial(Class<?> type, MessageHandler.Partial<?> handler, Coders coders) {
        MessageShape shape = MessageShape.partial(type);
        if (shape == null) {
            throw new IllegalArgumentException(handler.getClass().getName() + " takes parts of " + type.getTypeName()
                    + "; messages in parts are String, ByteBuffer or byte[].");
        }
        @SuppressWarnings("unchecked") // The shape converts to the handler's type.
        MessageHandler.Partial<Object> any = (MessageHandler.Partial<Object>) handler;
        return new ShapedReceiver(shape, coders, -1, any::onMessage);
    }
}
