// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

/** A header field of the peer breaks its grammar. Without a stack trace: peers can cause it at will. */
public final class InvalidHeaderException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong and where; never contains the peer's text */
    public InvalidHeaderException(String message) {
        super(message, null, false, false);
    }
}
