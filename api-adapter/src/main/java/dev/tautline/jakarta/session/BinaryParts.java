// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.jakarta.endpoint.MessageReceiver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Parts of binary messages. */
final class BinaryParts extends MessageParts<ByteBuffer> {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(0);

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Delivers a whole message in the way that its receiver takes messages. */
    static void whole(MessageReceiver taker, ByteBuffer message) throws Throwable {
        switch (taker.delivery()) {
            case WHOLE -> taker.binary(message);
            case PARTS, LIMITED_PARTS -> taker.binaryPart(message, true);
            case STREAM -> taker.binaryStream(new ByteArrayInputStream(bytes(message)));
        }
    }

    @Override
    long size(ByteBuffer part) {
        return part.remaining();
    }

    @Override
    void collect(ByteBuffer part) {
        collected.writeBytes(bytes(part));
    }

    @Override
    void clear() {
        collected.reset();
    }

    @Override
    void deliverPart(MessageReceiver taker, ByteBuffer part, boolean last) throws Throwable {
        taker.binaryPart(part, last);
    }

    @Override
    void deliverWhole(MessageReceiver taker) throws Throwable {
        ByteBuffer message = ByteBuffer.wrap(collected.toByteArray());
        clear();
        whole(taker, message);
    }
}
