// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import org.jspecify.annotations.Nullable;

/** What a face makes of a connection, seen from the engine: the way from a socket or session of either face back to its connection. */
public interface ConnectionHolder {
    /** The connection, {@code null} before it is open. */
    @Nullable Connection connection();

    /** Whether the protocol has binary messages. */
    default boolean takesBinary() {
        return true;
    }

    /** What is to be done when the socket or session has closed. */
    CloseHooks closeHooks();
}
