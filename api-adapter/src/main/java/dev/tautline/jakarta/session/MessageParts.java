// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one message after the other, of one kind. A message is finished by the receiver that began it; where that takes whole messages,
 * because it was added when the parts had been read already, they are collected up to its limit. Owned by the callback lane.
 */
abstract class MessageParts<P> {
    private boolean begun;
    private @Nullable MessageReceiver receiver;
    private long collected;

    /**
     * Hands on a part.
     *
     * @param current who takes the messages that begin now
     * @param limit of whole messages, 0 or less for none
     * @return whether the message fits into the limit
     */
    final boolean add(P part, boolean last, @Nullable MessageReceiver current, long limit) throws Throwable {
        if (!begun) {
            receiver = current;
            collected = 0;
        }
        begun = !last;
        MessageReceiver taker = receiver;
        if (taker == null) {
            return true;
        }
        if (taker.delivery() == Delivery.PARTS) {
            deliverPart(taker, part, last);
            return true;
        }
        collected += size(part);
        if (limit > 0 && collected > limit) {
            receiver = null;
            clear();
            return false;
        }
        collect(part);
        if (last) {
            deliverWhole(taker);
        }
        return true;
    }

    abstract long size(P part);

    abstract void collect(P part);

    abstract void clear();

    abstract void deliverPart(MessageReceiver taker, P part, boolean last) throws Throwable;

    /** Hands on what was collected, and forgets it. */
    abstract void deliverWhole(MessageReceiver taker) throws Throwable;
}
