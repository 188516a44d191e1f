// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code open} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface OpenListener {
    /** The socket is open (ws 1.8-01). */
    void onOpen(WebSocket socket);
}
