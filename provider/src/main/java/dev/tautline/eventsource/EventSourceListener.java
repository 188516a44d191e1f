// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

/**
 * Told what becomes of a source. Calls for one source come one at a time and in order; each may block. A listener that is added when
 * the source has opened or closed already is told so too.
 */
public interface EventSourceListener {
    /** Events flow from now on; those sent before wait until now. */
    default void onOpen(EventSource source) {}

    /**
     * Something went wrong: the connection broke, or a {@linkplain EventSourceOptions#slowConsumerPolicy policy} had to act. Nothing need be
     * done; where the source ends, {@link #onClose} follows.
     */
    default void onError(EventSource source, Throwable cause) {}

    /** The source has ended, for whatever reason; once. */
    default void onClose(EventSource source) {}
}
