// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * Something that messages can be broadcast to: a {@link WebSocket}, or a session of the Jakarta face ({@code dev.tautline.jakarta.JakartaReceivers}).
 * Implemented by Tautline only.
 */
public interface Receiver {
    /** Whether messages can be sent to it now. */
    boolean isOpen();
}
