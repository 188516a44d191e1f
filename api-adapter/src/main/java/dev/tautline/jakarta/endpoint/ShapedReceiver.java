// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import dev.tautline.internal.connection.Delivery;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A receiver that converts by its shape and hands on to a method or a handler. */
final class ShapedReceiver implements MessageReceiver {
    /** Where the converted message goes. */
    @FunctionalInterface
    interface Target {
        void accept(@Nullable Object message, boolean last) throws Throwable;
    }

    private final MessageShape shape;
    private final Coders coders;
    private final long maxMessageSize;
    private final Target target;

    ShapedReceiver(MessageShape shape, Coders coders, long maxMessageSize, Target target) {
        this.shape = shape;
        this.coders = coders;
        this.maxMessageSize = maxMessageSize;
        this.target = target;
    }

    @Override
    public Kind kind() {
        return shape.kind();
    }

    @Override
    public Delivery delivery() {
        return shape.delivery();
    }

    @Override
    public long maxMessageSize() {
        return maxMessageSize;
    }

    @Override
    public void text(String message) throws Throwable {
        deliver(Kind.TEXT, Delivery.WHOLE, message, true);
    }

    @Override
    public void textPart(String part, boolean last) throws Throwable {
        deliver(Kind.TEXT, Delivery.PARTS, part, last);
    }

    @Override
    public void textStream(Reader reader) throws Throwable {
        deliver(Kind.TEXT, Delivery.STREAM, reader, true);
    }

    @Override
    public void binary(ByteBuffer message) throws Throwable {
        deliver(Kind.BINARY, Delivery.WHOLE, exact(message), true);
    }

    @Override
    public void binaryPart(ByteBuffer part, boolean last) throws Throwable {
        deliver(Kind.BINARY, Delivery.PARTS, exact(part), last);
    }

    @Override
    public void binaryStream(InputStream stream) throws Throwable {
        deliver(Kind.BINARY, Delivery.STREAM, stream, true);
    }

    @Override
    public void pong(PongMessage message) throws Throwable {
        deliver(Kind.PONG, Delivery.WHOLE, message, true);
    }

    private void deliver(Kind kind, Delivery delivery, Object payload, boolean last) throws Throwable {
        if (kind != shape.kind() || delivery != shape.delivery()) {
            throw new IllegalStateException(
                    kind + " " + delivery + " was given to a receiver of " + shape.kind() + " " + shape.delivery());
        }
        target.accept(shape.conversion().convert(payload, coders), last);
    }

    /** A heap buffer whose array is the message, which decoders in the wild rely on. */
    private static ByteBuffer exact(ByteBuffer buffer) {
        if (buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.position() == 0
                && buffer.remaining() == buffer.array().length) {
            return buffer;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
