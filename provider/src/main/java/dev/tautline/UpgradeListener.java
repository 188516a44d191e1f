// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code upgrade} events of a client's socket. */
@FunctionalInterface
public interface UpgradeListener {
    /** The server has answered 101; nothing has been checked yet. The listener may close the socket (ws 1.8-06). */
    void onUpgrade(WebSocket socket, HandshakeResponse response);
}
