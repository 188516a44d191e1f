// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

/** The other end of a connection, as a room sees it. Neither method waits for the network or throws. */
interface Peer {
    /** Sends an event. A peer that can't keep up is closed. */
    void send(String event);

    /** Closes the connection; more than once is harmless. */
    void close(int code, String reason);
}
