// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Opcode;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages in the order in which they will leave: whole ones wait behind a message in parts until its last part. Part of the {@link
 * OutboundQueue}, whose lock guards all state and is held in every call.
 */
final class MessageLine {
    private final ArrayDeque<Outgoing> ready = new ArrayDeque<>(0);
    /** Whole messages that wait for the end of the message in parts. */
    private final ArrayDeque<Outgoing> behindOpenMessage = new ArrayDeque<>(0);

    private @Nullable Opcode openMessage;
    /** Whose message is open. */
    private @Nullable Object openAuthor;
    /** Which call has sent its last part. */
    private @Nullable OpenCall openCall;

    /** Messages and parts that wait. */
    int size() {
        return ready.size() + behindOpenMessage.size();
    }

    /** Whether nothing waits and a whole message may follow. */
    boolean isIdle() {
        return openMessage == null && ready.isEmpty();
    }

    /** The message as it will be queued: the next fragment of the open message where it {@linkplain Outgoing#joins joins} that. */
    Outgoing placed(Outgoing message) {
        return message.joins && openMessage != null ? message.continuing(openMessage) : message;
    }

    /** Whether this is a part that can't follow: a message is open that is of the other kind, or that the same call has begun for another author. */
    boolean isMisplaced(Outgoing part) {
        if (part.whole || openMessage == null) {
            return false;
        }
        return part.author == openAuthor ? openMessage != part.opcode : OpenCall.isCurrent(openCall);
    }

    /** Whether this is a part that waits for the end of another author's message. */
    boolean mustWait(Outgoing part) {
        return !part.whole && openMessage != null && part.author != openAuthor;
    }

    /** Whether the current call has sent the last part of a message that has not ended. */
    boolean isOpenHere() {
        return OpenCall.isCurrent(openCall);
    }

    /** Whether only the end of a message in parts lets anything follow. */
    boolean awaitsLastPart() {
        return openMessage != null && ready.isEmpty();
    }

    /** Takes a message out that waits behind a message in parts. @return whether it did */
    boolean removeBehind(Outgoing message) {
        return behindOpenMessage.remove(message);
    }

    void add(Outgoing message) {
        if (message.whole) {
            message.waitedBehind = openMessage != null;
            (openMessage == null ? ready : behindOpenMessage).addLast(message);
            return;
        }
        ready.addLast(message);
        openMessage = message.last ? null : message.opcode;
        openAuthor = message.last ? null : message.author;
        setOpenCall(message.last || message.author == null ? null : OpenCall.opens());
        if (message.last) {
            ready.addAll(behindOpenMessage);
            behindOpenMessage.clear();
        }
    }

    private void setOpenCall(@Nullable OpenCall call) {
        if (openCall != null) {
            openCall.lets();
        }
        openCall = call;
    }

    /** The next to leave, or {@code null}. */
    @Nullable Outgoing poll() {
        return ready.pollFirst();
    }

    /** Takes an entry out. @return whether it was there */
    boolean remove(Outgoing message) {
        return ready.remove(message) || behindOpenMessage.remove(message);
    }

    /** Takes out, oldest first, what may be dropped and {@code unwanted} accepts. */
    void dropOldest(Predicate<Outgoing> unwanted) {
        dropOldest(ready, unwanted);
        dropOldest(behindOpenMessage, unwanted);
    }

    private static void dropOldest(ArrayDeque<Outgoing> line, Predicate<Outgoing> unwanted) {
        Iterator<Outgoing> oldest = line.iterator();
        while (oldest.hasNext()) {
            Outgoing candidate = oldest.next();
            if (candidate.isDroppable() && unwanted.test(candidate)) {
                oldest.remove();
            }
        }
    }

    /** Takes out what waits behind a message that will never end. */
    void takeUnsendable(List<Outgoing> target) {
        target.addAll(behindOpenMessage);
        behindOpenMessage.clear();
    }

    /** Takes out everything; nothing comes any more. */
    void takeAll(List<Outgoing> target) {
        setOpenCall(null);
        target.addAll(ready);
        target.addAll(behindOpenMessage);
        ready.clear();
        behindOpenMessage.clear();
    }
}
