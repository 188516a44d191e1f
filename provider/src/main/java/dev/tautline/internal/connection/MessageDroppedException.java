// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.io.IOException;

/** A slow-consumer policy dropped the message. Without a stack trace: a slow peer can cause it at will. */
public final class MessageDroppedException extends IOException {
    private static final long serialVersionUID = 1;

    public MessageDroppedException() {
        super("The message was dropped because the outbound queue is full");
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
