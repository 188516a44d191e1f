// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code message} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface MessageListener {
    /** A whole message has come (ws 1.8-02). */
    void onMessage(WebSocket socket, Message message);
}
