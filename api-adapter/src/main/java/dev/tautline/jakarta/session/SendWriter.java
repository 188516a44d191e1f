// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import java.io.IOException;
import java.io.Writer;
import java.util.Objects;

/** A text message that is written as a stream; {@link #close} ends the message, unless
 * a part of it could not be sent. For one thread, like any writer. */
final class SendWriter extends Writer {
    private static final int PART = 8192;

    private final Connection connection;
    private final StringBuilder part = new StringBuilder();
    private final WrittenMessage message;

    SendWriter(Connection connection) {
        this.connection = connection;
        this.message = new WrittenMessage(connection, this::sendPart);
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        message.requireOpen();
        Objects.checkFromIndexSize(offset, length, chars.length);
        part.append(chars, offset, length);
        if (part.length() >= PART) {
            message.send();
        }
    }

    @Override
    public void flush() throws IOException {
        message.requireOpen();
        if (part.length() > 0) {
            message.send();
        }
    }

    @Override
    public void close() throws IOException {
        message.close();
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
        String text = part.substring(0, end);
        part.delete(0, end);
        connection.sendTextPartBlocking(text, last, true, this);
    }
}
