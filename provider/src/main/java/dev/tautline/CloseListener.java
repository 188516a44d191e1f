// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code close} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface CloseListener {
    /** The socket is closed; the last event (ws 1.8-04). */
    void onClose(WebSocket socket, CloseEvent event);
}
