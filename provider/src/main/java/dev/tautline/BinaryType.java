// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/** How a socket hands over binary messages (ws 1.9-03). Every form of {@link Message} can be asked for under each. */
public enum BinaryType {
    /** {@code nodebuffer}: one buffer. The default. */
    BYTE_BUFFER,
    /** {@code arraybuffer}: one array of exactly the message's length. */
    BYTE_ARRAY,
    /** {@code fragments}: the pieces as they arrived, not joined. */
    FRAGMENTS
}
