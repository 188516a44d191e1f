// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** Told of {@code error} events. Calls for one socket come one at a time and in order; each may block. */
@FunctionalInterface
public interface ErrorListener {
    /** The socket failed; at most once, {@code close} follows (ws 1.8-05). */
    void onError(WebSocket socket, Throwable error);
}
