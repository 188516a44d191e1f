// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A binary message that is written as a stream; {@link #close} ends the message, unless
 * a part of it could not be sent. For one thread, like any stream. */
final class SendStream extends OutputStream {
    private static final int PART = 8192;

    private final Connection connection;
    private final ByteBuffer part = ByteBuffer.allocate(PART);
    private final WrittenMessage message;

    SendStream(Connection connection) {
        this.connection = connection;
        this.message = new WrittenMessage(connection, this::sendPart);
    }

    @Override
    public void write(int b) throws IOException {
        message.requireOpen();
        if (!part.hasRemaining()) {
            message.send();
        }
        part.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        message.requireOpen();
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (!part.hasRemaining()) {
                message.send();
            }
            int count = Math.min(left, part.remaining());
            part.put(bytes, from, count);
            from += count;
            left -= count;
        }
    }

    @Override
    public void flush() throws IOException {
        message.requireOpen();
        if (part.position() > 0) {
            message.send();
        }
    }

    @Override
    public void close() throws IOException {
        message.close();
    }

    private void sendPart(boolean last) throws IOException {
        part.flip();
        try {
            connection.sendBinaryPartBlocking(part, last, true, this);
        } finally {
            part.clear();
        }
    }
}
