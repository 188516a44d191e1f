// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

/** The response that an event stream is written to; its head is the sink's business. Any thread; no method blocks. */
public interface EventSink {
    /** What the sink tells. Any thread, at any time; no method throws. */
    interface Listener {
        /** The head of the response is on its way and bytes may follow. Once, first. */
        void onOpen();

        /** The outstanding write has completed. */
        void onWritten();

        /** The response can't be written any more; {@link #onClosed} follows. At most once. */
        void onFailure(Throwable cause);

        /** The response is over: after {@link EventSink#end}, {@link EventSink#abort} or a failure. Exactly once, last. */
        void onClosed();
    }

    /** Hands over the listener, once, before anything else. */
    void start(Listener listener);

    /**
     * Writes all bytes and flushes them. At most one write is outstanding, and none before {@link Listener#onOpen}.
     *
     * @param bytes the sink's from now on
     * @return whether they have been written; otherwise {@link Listener#onWritten} follows, perhaps before this returns, or
     *     {@link Listener#onClosed}
     */
    boolean write(byte[] bytes);

    /** Ends the response after what has been written. Idempotent. */
    void end();

    /** Ends the response at once, whatever is unwritten. Idempotent. */
    void abort();
}
