// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes buffers back from the flush owner. A blocking send lends it the caller's buffer instead of a copy; a sender that stops
 * waiting early gets the buffer back here. Senders add requests, the flush owner serves them.
 */
final class LentPayloads {
    private static final class Request {
        final Outgoing message;
        final Semaphore served = new Semaphore(0);

        @Nullable Request next;

        Request(Outgoing message) {
            this.message = message;
        }
    }

    private final AtomicReference<@Nullable Request> requests = new AtomicReference<>();

    /**
     * Returns when the flush owner will not look at the payload of a message again, which has left the queue. Waits for one round of
     * the flush token, in which nobody blocks.
     *
     * @param flush asks for that round
     */
    void takeBack(Outgoing message, Runnable flush) {
        Request request = new Request(message);
        Request before;
        do {
            before = requests.get();
            request.next = before;
        } while (!requests.compareAndSet(before, request));
        flush.run();
        request.served.acquireUninterruptibly();
    }

    /** Serves what senders ask for. For the flush owner, at the begin of each round. */
    void serve(FrameWriter frames) {
        if (requests.get() == null) {
            return;
        }
        Request all = requests.getAndSet(null);
        try {
            for (Request next = all; next != null; next = next.next) {
                frames.keepPayload(next.message);
            }
        } finally {
            // Without memory for a copy the connection is over, and nothing is read either.
            for (Request next = all; next != null; next = next.next) {
                next.served.release();
            }
        }
    }
}
