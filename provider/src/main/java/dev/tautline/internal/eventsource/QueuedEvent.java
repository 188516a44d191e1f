// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes of the stream that wait to be written, and who waits for that.
 *
 * @param bytes shared; read by {@link ByteBuffer#duplicate}
 * @param droppable whether a policy may drop it: an event, not a ping
 */
record QueuedEvent(ByteBuffer bytes, boolean droppable, CompletableFuture<Void> written) {
    /** What an event weighs beside its bytes when room is looked for, so that empty events are bounded as well. */
    private static final int OVERHEAD = 64;

    QueuedEvent(ByteBuffer bytes, boolean droppable) {
        this(bytes, droppable, new CompletableFuture<>());
    }

    int length() {
        return bytes.remaining();
    }

    long weight() {
        return length() + (long) OVERHEAD;
    }
}
