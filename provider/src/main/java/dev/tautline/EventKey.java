// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * A kind of event, as a key of listeners.
 *
 * @param <L> the type of the event's listeners
 */
public abstract sealed class EventKey<L> permits WebSocketEvent, ServerEvent {
    private final String type;
    private final int index;

    EventKey(String type, int index) {
        this.type = type;
        this.index = index;
    }

    /** The event's name in ws. */
    public String type() {
        return type;
    }

    /** The event's number among those of its kind. */
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return type;
    }
}
