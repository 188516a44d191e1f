// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A binary message that is written as a stream; {@link #close} ends the message. For one thread, like any stream. */
final class SendStream extends OutputStream {
    private static final int PART = 8192;

    private final Connection connection;
    private final ByteBuffer part = ByteBuffer.allocate(PART);
    private boolean closed;

    SendStream(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        requireOpen();
        if (!part.hasRemaining()) {
            sendPart(false);
        }
        part.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            if (!part.hasRemaining()) {
                sendPart(false);
            }
            int count = Math.min(left, part.remaining());
            part.put(bytes, from, count);
            from += count;
            left -= count;
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        if (part.position() > 0) {
            sendPart(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            sendPart(true);
        }
    }

    private void sendPart(boolean last) throws IOException {
        part.flip();
        connection.sendBinaryPartBlocking(part, last, true, this);
        part.clear();
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The stream is closed: its message has ended");
        }
    }
}
