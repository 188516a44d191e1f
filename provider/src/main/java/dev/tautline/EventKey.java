// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

/**
 * A kind of event, as a key of listeners.
 *
 * @param <L> the type of the event's listeners
 */
public sealed interface EventKey<L> permits WebSocketEvent, ServerEvent {
    /** The event's name in ws. */
    String type();

    /** The event's number among those of its kind. */
    int index();
}
