// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

/** A text message that is written as a stream; {@link #close} ends the message. For one thread, like any writer. */
final class SendWriter extends Writer {
    private static final int PART = 8192;

    private final Connection connection;
    private final StringBuilder part = new StringBuilder();
    private boolean closed;

    SendWriter(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, chars.length);
        part.append(chars, offset, length);
        if (part.length() >= PART) {
            sendPart(false);
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        if (part.length() > 0) {
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

    /** A high surrogate at the end waits for its other half. */
    private void sendPart(boolean last) throws IOException {
        int end = part.length();
        if (!last && end > 0 && Character.isHighSurrogate(part.charAt(end - 1))) {
            end--;
            if (end == 0) {
                return;
            }
        }
        connection.sendTextPartBlocking(part.substring(0, end), last, true, this);
        part.delete(0, end);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The writer is closed: its message has ended");
        }
    }
}
