// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Timers;
import dev.tautline.jakarta.injection.CallScope;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The container of sessions as a session needs it. All methods may be called from any thread. */
public interface SessionOwner {
    /** What {@link Session#getContainer} answers. */
    WebSocketContainer container();

    /** The open sessions of the same endpoint, a snapshot. */
    Set<Session> openSessions(JakartaSession of);

    /** The session has opened; it counts from now. */
    void opened(JakartaSession session);

    /** The session's {@code onOpen} has returned, or has failed. */
    default void onOpenReturned(JakartaSession session) {}

    /** The session's {@code onClose} has run. */
    void closed(JakartaSession session);

    /** The session's instances have been destroyed: what made them may end. */
    default void released(JakartaSession session) {}

    /** Time for send timeouts. */
    Timers timers();

    /** Runs what may block. */
    Executor workers();

    /** The context class loader under which the application's code runs. */
    ClassLoader applicationLoader();

    /** What else surrounds the application's code. */
    default @Nullable CallScope callScope() {
        return null;
    }
}
