// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

/**
 * What a peer does differently from the RFCs or from the other peers, as it was measured. A scenario expects exactly that of a peer that has it: a test
 * fails too when a newer version of the peer does better. docs/interop.md tells them to users.
 */
enum Deviation {
    /** Has no permessage-deflate; to refuse it is everybody's right (RFC 7692 §5). */
    NO_COMPRESSION,

    /** Compresses each message by itself; everybody's right too (RFC 7692 §7.2.1). */
    NO_CONTEXT_KEPT,

    /** RFC 7692 §6.1: only the first frame of a compressed message has RSV1. This peer sets it in every frame, which §5.2 of RFC 6455 makes a failure. */
    RSV1_IN_CONTINUATIONS,

    /** Loses count of its own fragments when its application sends a ping between them; the next fragment is an exception to the sender. */
    NO_PING_BETWEEN_OWN_FRAGMENTS,

    /** Applies the limit to each frame alone, so that fragments pass it. */
    LIMIT_FOR_FRAMES_ALONE,

    /** Takes whole messages of any size: its API gives parts. */
    NO_LIMIT,

    /** Applies the limit of a session to fragmented messages alone. */
    LIMIT_FOR_FRAGMENTS_ALONE,

    /** RFC 6455 §7.1.5: a close frame without code is 1005 to the application. Here 1000. */
    READS_NO_CODE_AS_1000,

    /** Takes 1012 and 1013 for protocol errors. */
    REFUSES_LATER_CODES,

    /** The same, but as a server only. */
    SERVER_REFUSES_LATER_CODES,

    /** Answers a close frame without code with 1000, which RFC 6455 §5.5.1 allows. */
    ANSWERS_NO_CODE_WITH_1000,

    /** Answers a close frame with its code alone, which RFC 6455 §5.5.1 allows. */
    ANSWERS_WITHOUT_REASON,

    /** A reset is an error to the application, and no code. */
    RESET_WITHOUT_CODE
}
