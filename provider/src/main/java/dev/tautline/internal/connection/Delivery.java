// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

/** How the messages of one kind reach the listener. Decided anew at the beginning of each message. */
public enum Delivery {
    /** Assembled; the whole-message limit applies. */
    WHOLE,
    /** In parts that the listener collects; the whole-message limit applies. */
    LIMITED_PARTS,
    /** In parts, in bounded memory. */
    PARTS,
    /** As a stream that the callback reads while the rest arrives, in bounded memory. */
    STREAM
}
