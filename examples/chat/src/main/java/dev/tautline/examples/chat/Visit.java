// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

/** One member's stay in one room, from {@link Rooms#enter} to {@link #leave}. */
final class Visit {
    private final Rooms rooms;
    private final Room room;
    private final Member member;

    Visit(Rooms rooms, Room room, Member member) {
        this.rooms = rooms;
        this.room = room;
        this.member = member;
    }

    void say(String text) {
        room.say(member, text);
    }

    void type() {
        room.type(member);
    }

    /** Once. */
    void leave() {
        room.leave(member);
        rooms.left(room);
    }
}
