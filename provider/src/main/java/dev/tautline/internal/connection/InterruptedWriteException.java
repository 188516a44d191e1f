// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.io.InterruptedIOException;

/** A thread was interrupted while it waited for a write: what it has sent is queued, and leaves without it. */
public final class InterruptedWriteException extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    InterruptedWriteException() {
        super("Interrupted while a message is being sent; it may still be written");
    }
}
