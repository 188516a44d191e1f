// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/** The ready states of a connection, with the numbers that HTML and ws give them. */
public enum ReadyState {
    /** The opening handshake has not finished. */
    CONNECTING,
    /** Messages flow both ways. */
    OPEN,
    /** The closing handshake has begun. */
    CLOSING,
    /** The connection is closed; nothing more will arrive. */
    CLOSED;

    /** 0, 1, 2 or 3, as {@code readyState} has it. */
    public int code() {
        return ordinal();
    }
}
