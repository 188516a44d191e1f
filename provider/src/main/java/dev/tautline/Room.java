// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.spec.BroadcastResult;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A set of receivers that belong together, sockets and Jakarta sessions alike. A member that closes is dropped by itself, before the listeners of its
 * {@code close} event: what they broadcast goes to the others. A receiver may be in any number of rooms. Any thread may call any method.
 *
 * <p>Members hold on to their rooms: a room that is not wanted any more before its members have closed is {@linkplain #clear cleared}.
 */
public final class Room {
    private final ConcurrentHashMap<Receiver, Membership> memberships = new ConcurrentHashMap<>();
    private final Set<Receiver> members = Collections.unmodifiableSet(memberships.keySet());

    /** A room without members. */
    public Room() {}

    /** One receiver's stay, which its close ends. */
    private final class Membership implements Runnable {
        private final Receiver member;

        Membership(Receiver member) {
            this.member = member;
        }

        @Override
        public void run() {
            memberships.remove(member, this);
        }
    }

    /**
     * Takes a receiver in.
     *
     * @return false if it is a member already, or has closed
     * @throws IllegalArgumentException if the receiver is not one of Tautline's
     */
    public boolean add(Receiver receiver) {
        ConnectionHolder holder = Receivers.holder(receiver);
        Membership membership = new Membership(receiver);
        if (memberships.putIfAbsent(receiver, membership) != null) {
            return false;
        }
        if (!holder.closeHooks().add(membership)) {
            membership.run();
            return false;
        }
        if (memberships.get(receiver) != membership) {
            holder.closeHooks().remove(membership);
        }
        return true;
    }

    /**
     * Lets a receiver go; it stays open.
     *
     * @return false if it is not a member
     */
    public boolean remove(Receiver receiver) {
        Membership membership = memberships.remove(receiver);
        if (membership == null) {
            return false;
        }
        Receivers.holder(receiver).closeHooks().remove(membership);
        return true;
    }

    /** Lets all members go; they stay open. */
    public void clear() {
        members.forEach(this::remove);
    }

    /** Whether the receiver is a member. */
    public boolean contains(Receiver receiver) {
        return memberships.containsKey(receiver);
    }

    /** The members, a live view that can't be changed. */
    public Set<Receiver> members() {
        return members;
    }

    /** How many members there are. */
    public int size() {
        return memberships.size();
    }

    /** Whether there is no member. */
    public boolean isEmpty() {
        return memberships.isEmpty();
    }

    /** Sends a text message to all members; as {@link Broadcast} says. */
    public BroadcastResult broadcast(CharSequence text) {
        return Broadcast.send(members, text);
    }

    /** Sends a binary message to all members; the content from position to limit is taken before this returns. */
    public BroadcastResult broadcast(ByteBuffer content) {
        return Broadcast.send(members, content);
    }

    /** Sends a message to all members. */
    public BroadcastResult broadcast(Message message) {
        return Broadcast.send(members, message);
    }

    /** Sends a message to the members that {@code filter} accepts. */
    public BroadcastResult broadcast(Message message, Predicate<? super Receiver> filter) {
        return Broadcast.send(members, message, filter);
    }

    /** Sends a text message to all members but one, the sender as a rule. */
    public BroadcastResult broadcastExcept(Receiver except, CharSequence text) {
        return broadcastExcept(except, Message.of(text));
    }

    /** Sends a binary message to all members but one; the content from position to limit is taken before this returns. */
    public BroadcastResult broadcastExcept(Receiver except, ByteBuffer content) {
        return broadcastExcept(except, Message.of(content));
    }

    /** Sends a message to all members but one, the sender as a rule. */
    public BroadcastResult broadcastExcept(Receiver except, Message message) {
        return broadcast(message, member -> member != except);
    }
}
