// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

/** What a send does when the outbound queue of its connection is full. Control frames are never dropped. */
public enum SlowConsumerPolicy {
    /** The sender waits for room, up to the send timeout. */
    BLOCK,
    /** The send fails; nothing is queued. */
    FAIL,
    /** The oldest whole messages that are not being written make room. */
    DROP_OLDEST,
    /** The new message is dropped. */
    DROP_NEWEST,
    /** The connection is closed with 1008. */
    CLOSE
}
