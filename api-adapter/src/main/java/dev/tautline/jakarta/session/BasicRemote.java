// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Connection;
import dev.tautline.jakarta.endpoint.Coders;
import jakarta.websocket.EncodeException;
import jakarta.websocket.RemoteEndpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The blocking remote. A send returns when its message has been written to the transport; inside a callback of the same session
 * when it has been queued, to leave with the batch. Sends of several threads wait for each other and never mix: each stream and each writer is a
 * message of its own, and the fragments of one kind are one message until the last of them, whatever threads send them.
 */
final class BasicRemote extends Remote implements RemoteEndpoint.Basic {
    private static final int NONE = -1;

    private final Coders coders;
    /** The high surrogate at the end of the last part of an unfinished message: UTF-8 needs both halves. */
    private final AtomicInteger highSurrogate = new AtomicInteger(NONE);

    private final Object textParts = new Object();
    private final Object binaryParts = new Object();

    BasicRemote(Connection connection, AtomicBoolean batching, Coders coders) {
        super(connection, batching);
        this.coders = coders;
    }

    @Override
    public void sendText(String text) throws IOException {
        connection.sendTextBlocking(require(text, "text"), true);
    }

    @Override
    public void sendBinary(ByteBuffer data) throws IOException {
        connection.sendBinaryBlocking(require(data, "data"), true);
    }

    @Override
    public void sendText(String fragment, boolean isLast) throws IOException {
        require(fragment, "fragment");
        int earlier = highSurrogate.getAndSet(NONE);
        String part = earlier == NONE ? fragment : (char) earlier + fragment;
        int end = part.length();
        if (!isLast && end > 0 && Character.isHighSurrogate(part.charAt(end - 1))) {
            end--;
            highSurrogate.set(part.charAt(end));
        }
        connection.sendTextPartBlocking(part.substring(0, end), isLast, true, textParts);
    }

    @Override
    public void sendBinary(ByteBuffer fragment, boolean isLast) throws IOException {
        connection.sendBinaryPartBlocking(require(fragment, "fragment"), isLast, true, binaryParts);
    }

    @Override
    public OutputStream getSendStream() throws IOException {
        return new SendStream(connection);
    }

    @Override
    public Writer getSendWriter() throws IOException {
        return new SendWriter(connection);
    }

    @Override
    public void sendObject(Object data) throws IOException, EncodeException {
        Object message = coders.encode(require(data, "data"));
        if (message instanceof String text) {
            connection.sendTextBlocking(text, true);
        } else {
            connection.sendBinaryBlocking((ByteBuffer) message, true);
        }
    }
}
