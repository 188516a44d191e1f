// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All rooms. A room comes into being with its first visitor. An empty one keeps its messages until its place is needed: the one
 * longest unvisited goes first. Any thread may call.
 */
final class Rooms {
    static final int MAX_ROOMS = 500;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock; the room visited last stands last. */
    private final Map<String, Room> byName = new LinkedHashMap<>(16, 0.75f, true);

    /** Guarded by the lock. */
    private final Map<Room, Integer> visitors = new LinkedHashMap<>();

    Rooms(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws RefusedException if no place is left */
    Visit enter(String roomName, String personName, String key, Peer peer) throws RefusedException {
        Member member = new Member(personName, key, peer);
        Room room = open(roomName);
        room.join(member);
        return new Visit(this, room, member);
    }

    private Room open(String name) throws RefusedException {
        lock.lock();
        try {
            Room room = byName.get(name);
            if (room == null) {
                makePlace();
                room = new Room(clock);
                byName.put(name, room);
            }
            visitors.merge(room, 1, Integer::sum);
            return room;
        } finally {
            lock.unlock();
        }
    }

    private void makePlace() throws RefusedException {
        if (byName.size() < MAX_ROOMS) {
            return;
        }
        String unvisited = longestUnvisited();
        if (unvisited == null) {
            throw new RefusedException(
                    RefusedException.FULL, "There are " + MAX_ROOMS + " rooms already. Please join one of them.");
        }
        byName.remove(unvisited);
    }

    private @Nullable String longestUnvisited() {
        for (Map.Entry<String, Room> entry : byName.entrySet()) {
            if (!visitors.containsKey(entry.getValue())) {
                return entry.getKey();
            }
        }
        return null;
    }

    void left(Room room) {
        lock.lock();
        try {
            visitors.computeIfPresent(room, (key, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
