// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.io.IOException;

/** The outbound queue is full and the policy does not wait. Without a stack trace: a slow peer can cause it at will. */
public final class QueueFullException extends IOException {
    private static final long serialVersionUID = 1;

    public QueueFullException(long limit) {
        super("The outbound queue is full (" + limit + " bytes); the peer reads too slowly");
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
