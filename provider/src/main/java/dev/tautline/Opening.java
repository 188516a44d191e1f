// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** An opening handshake that a client has under way. Any thread. */
interface Opening {
    /** Ends the attempt: the socket fails with {@code error}, then {@code close} 1006. Does nothing once it is over. */
    void abort(WebSocketException error);
}
