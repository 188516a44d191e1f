// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/**
 * What a send does when the outbound queue of its connection is full because the peer reads too slowly. Whole messages are dropped,
 * never parts; control frames and pings are never dropped.
 */
public enum SlowConsumerPolicy {
    /** The sender waits for room, up to the send timeout where there is one. */
    BLOCK,
    /** The send fails; nothing is queued. */
    FAIL,
    /** The oldest whole messages that are not being written make room. */
    DROP_OLDEST,
    /** The new message is dropped. */
    DROP_NEWEST,
    /** The connection is closed: a WebSocket with 1008, an EventSource by the end of its response. */
    CLOSE
}
