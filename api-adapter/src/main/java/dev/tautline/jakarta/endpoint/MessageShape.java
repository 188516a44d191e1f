// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import jakarta.websocket.DecodeException;
import jakarta.websocket.PongMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How messages of one kind reach a method or a handler that takes them as one type: their delivery, then a conversion. */
record MessageShape(Kind kind, Delivery delivery, Conversion conversion) {
    /** From what the connection delivers to what the application takes. */
    @FunctionalInterface
    interface Conversion {
        @Nullable Object convert(Object payload, Coders coders) throws DecodeException, IOException;
    }

    private static final Conversion NONE = (payload, coders) -> payload;
    private static final Conversion BYTES = (payload, coders) -> ((ByteBuffer) payload).array();

    /**
     * The shapes of whole messages taken as a type. Decoders for exactly a native type (text decoders for {@code String},
     * {@code Reader} and primitives; binary decoders for {@code ByteBuffer}, {@code byte[]} and {@code InputStream}) take the
     * place of its built-in conversion. Another type has a shape for each kind it has decoders of.
     *
     * @return empty when nothing makes the type of a message
     */
    static List<MessageShape> whole(Class<?> declared, CoderTable table) {
        Class<?> type = TextConversion.boxed(declared);
        MessageShape builtIn = builtIn(type);
        if (builtIn == null) {
            List<MessageShape> shapes = new ArrayList<>();
            for (Kind kind : List.of(Kind.TEXT, Kind.BINARY)) {
                addDecoded(shapes, kind, table.decodersFor(type, kind));
            }
            return shapes;
        }
        List<MessageShape> own = new ArrayList<>();
        addDecoded(
                own,
                builtIn.kind(),
                table.decodersFor(type, builtIn.kind()).stream()
                        .filter(decoder -> decoder.type() == type)
                        .toList());
        return own.isEmpty() ? List.of(builtIn) : own;
    }

    private static void addDecoded(List<MessageShape> shapes, Kind kind, List<CoderTable.Coder> decoders) {
        if (!decoders.isEmpty()) {
            DecoderChain chain = new DecoderChain(decoders);
            shapes.add(new MessageShape(kind, chain.delivery(), chain));
        }
    }

    private static @Nullable MessageShape builtIn(Class<?> type) {
        TextConversion conversion = TextConversion.to(type);
        if (type == String.class) {
            return new MessageShape(Kind.TEXT, Delivery.WHOLE, NONE);
        } else if (conversion != null) {
            return new MessageShape(Kind.TEXT, Delivery.WHOLE, (text, coders) -> conversion.convert((String) text));
        } else if (type == Reader.class) {
            return new MessageShape(Kind.TEXT, Delivery.STREAM, NONE);
        } else if (type == ByteBuffer.class) {
            return new MessageShape(Kind.BINARY, Delivery.WHOLE, NONE);
        } else if (type == byte[].class) {
            return new MessageShape(Kind.BINARY, Delivery.WHOLE, BYTES);
        } else if (type == InputStream.class) {
            return new MessageShape(Kind.BINARY, Delivery.STREAM, NONE);
        } else if (type == PongMessage.class) {
            return new MessageShape(Kind.PONG, Delivery.WHOLE, NONE);
        }
        return null;
    }

    /** The shape of messages taken in parts; null for a type that has no parts. */
    static @Nullable MessageShape partial(Class<?> type) {
        if (type == String.class) {
            return new MessageShape(Kind.TEXT, Delivery.PARTS, NONE);
        } else if (type == ByteBuffer.class) {
            return new MessageShape(Kind.BINARY, Delivery.PARTS, NONE);
        } else if (type == byte[].class) {
            return new MessageShape(Kind.BINARY, Delivery.PARTS, BYTES);
        }
        return null;
    }
}
