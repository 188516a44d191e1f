// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event of an event stream (HTML, "Server-sent events"): data, and perhaps a type and an id. Immutable; its bytes are made once, so one
 * event can be sent to any number of sources.
 */
public final class ServerSentEvent {
    private final String data;
    private final @Nullable String event;
    private final @Nullable String id;
    private final byte[] bytes;

    private ServerSentEvent(String data, @Nullable String event, @Nullable String id) {
        this.data = data;
        this.event = event == null || event.isEmpty() ? null : singleLine("event", event);
        this.id = id == null || id.isEmpty() ? null : singleLine("id", id);
        this.bytes = format(data, this.event, this.id).getBytes(StandardCharsets.UTF_8);
    }

    /** An event of the type {@code message} without an id. */
    public static ServerSentEvent of(CharSequence data) {
        return new ServerSentEvent(data.toString(), null, null);
    }

    /**
     * An event.
     *
     * @param data any text; each of its lines becomes a line of the stream
     * @param event the type that the client listens for; {@code null} or empty is {@code message}
     * @param id what the client sends as {@code Last-Event-ID} when it comes back; {@code null} or empty leaves the last one as it is
     * @throws IllegalArgumentException if {@code event} or {@code id} has a CR, LF or NUL in it
     */
    public static ServerSentEvent of(CharSequence data, @Nullable String event, @Nullable String id) {
        return new ServerSentEvent(data.toString(), event, id);
    }

    /** The same event with another id; the conditions of {@link #of(CharSequence, String, String)} hold. */
    public ServerSentEvent withId(String newId) {
        return new ServerSentEvent(data, event, newId);
    }

    public String data() {
        return data;
    }

    /** The type, or {@code null} for {@code message}. */
    public @Nullable String event() {
        return event;
    }

    /** The id, or {@code null} if it has none. */
    public @Nullable String id() {
        return id;
    }

    /** The event as it stands in the stream: UTF-8, the blank line at the end included; read-only. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    // HTML, "The EventSource interface": a line break in a field starts the next field, so that a peer's text could
    // forge
    // fields; an id with a NUL is ignored by clients.
    private static String singleLine(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                String name = c == '\r' ? "CR" : c == '\n' ? "LF" : "NUL";
                throw new IllegalArgumentException("The field " + field + " of an event has a " + name + " at " + i
                        + "; it takes one line of text");
            }
        }
        return value;
    }

    /** The fields in the order and with the line ends of faye-websocket. */
    private static String format(String data, @Nullable String event, @Nullable String id) {
        StringBuilder text = new StringBuilder(data.length() + 32);
        if (event != null) {
            text.append("event: ").append(event).append("\r\n");
        }
        if (id != null) {
            text.append("id: ").append(id).append("\r\n");
        }
        text.append("data: ");
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            text.append(c);
            boolean pairFollows = c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !pairFollows)) {
                text.append("data: ");
            }
        }
        return text.append("\r\n\r\n").toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerSentEvent that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "ServerSentEvent[event=" + event + ", id=" + id + ", " + data.length() + " characters]";
    }
}
