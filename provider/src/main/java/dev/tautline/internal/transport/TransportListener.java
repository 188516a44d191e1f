// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport;

import java.nio.ByteBuffer;

/**
 * The connection as its transport sees it. {@link #onRead}, {@link #onEof} are never called concurrently with each other; the rest
 * may come from any thread at any time. No method throws.
 */
public interface TransportListener {
    /**
     * Bytes have arrived; meets one {@link Transport#demand}.
     *
     * @param buffer heap buffer with an accessible array, never empty. The listener may write into it (unmasking happens in
     *     place) and consumes all of it. It is borrowed until this call returns, also when the lease was lost meanwhile.
     */
    void onRead(ByteBuffer buffer);

    /** The peer has ended its direction (FIN). Meets the demand. Nothing will be read any more; writing may still work. */
    void onEof();

    /** The outstanding write has completed. */
    void onWritten();

    /**
     * The connection broke (RST, TLS failure, time-out of the container); it is closed and {@link #onClosed} follows. Not called for an end that
     * this side or the container has chosen, whatever was being written then.
     */
    void onFailure(Throwable cause);

    /** The transport is closed: after {@link Transport#abort}, after failure, or when the container took it away. Exactly once, last. */
    void onClosed();

    /**
     * The thread that is in {@link #onRead} no longer owns the loop that called it, because it has worked for too long or is
     * about to block; at most once per {@code onRead}. Runs on the thread that has taken the loop over, concurrently with the
     * {@code onRead} it is about. What the listener can take over without the slow thread (the rest of the buffer, corked
     * output) it takes over now; the transport calls {@code onRead} again only after this call and new demand, and only when
     * the listener has given the read token back by {@link Transport#demand}.
     */
    void onLeaseLost();
}
