// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

/**
 * The peer's extensions can't be agreed on and the opening handshake fails: 400 at a server, a failed connection at a client.
 * Without a stack trace: peers can cause it at will.
 */
public final class NegotiationException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message one sentence that says what is wrong */
    public NegotiationException(String message) {
        super(message, null, false, false);
    }
}
