// SPDX-License-Identifier: Apache-2.0
package dev.tautline.extension;

/** The payload of a message does not fit the negotiated extensions. Without a stack trace: peers can cause it at will. */
public final class InvalidPayloadException extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidPayloadException(String message) {
        super(message, null, false, false);
    }
}
