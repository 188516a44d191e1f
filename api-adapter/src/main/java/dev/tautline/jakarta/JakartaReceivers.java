// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.Receiver;
import jakarta.websocket.Session;

/** Jakarta sessions as receivers of the native API: for {@link dev.tautline.Broadcast} and {@link dev.tautline.Room}, beside its sockets. */
public final class JakartaReceivers {
    private JakartaReceivers() {}

    /**
     * The receiver that a session is; the same for the same session. What it sends keeps the order of what the session's remotes send.
     *
     * @throws IllegalArgumentException if the session is another provider's, or a wrapper around one of ours
     */
    public static Receiver of(Session session) {
        if (session instanceof Receiver receiver) {
            return receiver;
        }
        throw new IllegalArgumentException("A session of Tautline is needed, as its endpoints get it; not a "
                + session.getClass().getName() + ". Unwrap it first if a framework has wrapped it");
    }
}
