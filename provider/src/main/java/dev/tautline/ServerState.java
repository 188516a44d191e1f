// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** The states of a {@link WebSocketServer}, with the numbers that ws gives them (ws 1.2-13). */
public enum ServerState {
    /** Takes connections, or will once it is started. */
    RUNNING,
    /** Takes no connections any more; sockets are still open. */
    CLOSING,
    /** Nothing is left. */
    CLOSED;

    /** 0, 1 or 2. */
    public int code() {
        return ordinal();
    }
}
