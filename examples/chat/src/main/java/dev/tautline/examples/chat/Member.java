// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

/** Somebody in a room. All state belongs to the room's lane. */
final class Member {
    /** More lines than this within {@link #WINDOW_MILLIS} are a flood. */
    static final int MAX_LINES = 50;

    static final long WINDOW_MILLIS = 10_000;

    /** Whom to send to. */
    final Peer peer;

    /** The page's secret; empty if it has none. */
    final String key;

    private String name;
    private long windowStart;
    private int lines;

    Member(String wantedName, String key, Peer peer) {
        this.name = wantedName;
        this.key = key;
        this.peer = peer;
    }

    /** The name wanted, and from the time of joining the name given. */
    String name() {
        return name;
    }

    void rename(String given) {
        name = given;
    }

    /** Counts a line or a sign of typing. */
    boolean isTooFast(long now) {
        if (now - windowStart >= WINDOW_MILLIS) {
            windowStart = now;
            lines = 0;
        }
        return ++lines > MAX_LINES;
    }
}
