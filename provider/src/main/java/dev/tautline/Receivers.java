// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.ConnectionHolder;

/** The way from a receiver to what the engine has of it. */
final class Receivers {
    private Receivers() {}

    /** @throws IllegalArgumentException if the receiver is not one of Tautline's */
    static ConnectionHolder holder(Receiver receiver) {
        if (receiver instanceof WebSocket socket) {
            return socket.state();
        }
        if (receiver instanceof ConnectionHolder holder) {
            return holder;
        }
        throw new IllegalArgumentException("A receiver is a dev.tautline.WebSocket, or for a Jakarta session what"
                + " dev.tautline.jakarta.JakartaReceivers.of(session) gives; not a "
                + receiver.getClass().getName());
    }
}
