// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.handshake;

/** The server's response does not open a WebSocket connection; the message is one sentence that says why. */
public final class HandshakeFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    HandshakeFailedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the response. */
    public int status() {
        return status;
    }
}
