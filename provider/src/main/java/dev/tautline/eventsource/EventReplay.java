// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last events of a broadcaster, bounded in number and bytes. For one thread at a time. */
final class EventReplay {
    private final int maxEvents;
    private final long maxBytes;
    private final ArrayDeque<ServerSentEvent> events = new ArrayDeque<>();
    private long bytes;

    EventReplay(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    /** What a source gets. */
    record Missed(List<ServerSentEvent> events, EventSourceBroadcaster.Replayed replayed) {}

    boolean keeps() {
        return maxEvents > 0;
    }

    void add(ServerSentEvent event) {
        if (!keeps()) {
            return;
        }
        events.addLast(event);
        bytes += length(event);
        while (events.size() > maxEvents || bytes > maxBytes) {
            bytes -= length(events.removeFirst());
        }
    }

    private static int length(ServerSentEvent event) {
        return event.bytes().remaining();
    }

    /** The events after the last one with an id. */
    Missed after(String lastEventId) {
        if (lastEventId.isEmpty() || !keeps()) {
            return new Missed(List.of(), EventSourceBroadcaster.Replayed.NOTHING);
        }
        List<ServerSentEvent> later = new ArrayList<>();
        boolean found = false;
        for (ServerSentEvent event : events) {
            if (lastEventId.equals(event.id())) {
                found = true;
                later.clear();
            } else {
                later.add(event);
            }
        }
        if (!found) {
            return new Missed(later, EventSourceBroadcaster.Replayed.SOME);
        }
        return new Missed(
                later, later.isEmpty() ? EventSourceBroadcaster.Replayed.NOTHING : EventSourceBroadcaster.Replayed.ALL);
    }
}
