// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import org.jspecify.annotations.Nullable;

/** Completion of one send; called exactly once, outside any lock, on any thread. */
@FunctionalInterface
public interface SendCallback {
    /** @param failure {@code null} when the message has been written to the transport */
    void onComplete(@Nullable Throwable failure);
}
