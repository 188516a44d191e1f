// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * Completion of one send; called exactly once, outside any lock. Where {@link #mayBlock} it never runs on a thread of a transport
 * but on a worker or on the thread of the send.
 */
@FunctionalInterface
public interface SendCallback {
    /**
     * @param failure {@code null} when the message has been written to the transport
     */
    void onComplete(@Nullable Throwable failure);

    /**
     * There is a result, which {@link #onComplete} tells as soon as there is a worker. Called before that where {@link #mayBlock}, and outside any lock; must
     * not block.
     */
    default void onSettled() {}

    /**
     * Whether {@link #onComplete} runs code of the application or may wait. What only sets a value says {@code false} and saves
     * the change of threads.
     */
    default boolean mayBlock() {
        return true;
    }
}
