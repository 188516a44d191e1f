// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of events, and which requests ask for them. */
class ServerSentEventTest {
    private static String text(ServerSentEvent event) {
        return StandardCharsets.UTF_8.decode(event.bytes()).toString();
    }

    @Test
    @DisplayName("1B.3-07 event, id and data, in that order")
    void fieldsInOrder() {
        assertEquals("data: hello\r\n\r\n", text(ServerSentEvent.of("hello")));
        assertEquals("data: \r\n\r\n", text(ServerSentEvent.of("")));
        assertEquals("event: x\r\ndata: m\r\n\r\n", text(ServerSentEvent.of("m", "x", null)));
        assertEquals("id: y\r\ndata: m\r\n\r\n", text(ServerSentEvent.of("m", "", "y")));
        assertEquals("event: x\r\nid: y\r\ndata: m\r\n\r\n", text(ServerSentEvent.of("m", "x", "y")));
        assertEquals("data: grün 🚀\r\n\r\n", text(ServerSentEvent.of("grün 🚀")));
    }

    @Test
    @DisplayName("1B.3-07 each line end of the text is kept and followed by data:")
    void linesOfData() {
        assertEquals("data: a\ndata: b\r\ndata: c\r\n\r\n", text(ServerSentEvent.of("a\nb\r\nc")));
        assertEquals("data: a\rdata: b\r\n\r\n", text(ServerSentEvent.of("a\rb")));
        assertEquals("data: a\rdata: \rdata: b\r\n\r\n", text(ServerSentEvent.of("a\r\rb")));
        assertEquals("data: a\r\ndata: \r\n\r\n", text(ServerSentEvent.of("a\r\n")));
        assertEquals("data: \ndata: a\rdata: \r\n\r\n", text(ServerSentEvent.of("\na\r")));
    }

    @ParameterizedTest
    @CsvSource({"'a\nb', LF", "'a\rb', CR", "'a\r\nb', CR", "'a\0b', NUL", "'\n', LF"})
    @DisplayName("1B.3-08 a line break or NUL in event or id is refused")
    void injectionIsRefused(String value, String named) {
        IllegalArgumentException event =
                assertThrows(IllegalArgumentException.class, () -> ServerSentEvent.of("m", value, null));
        assertTrue(event.getMessage().contains("event") && event.getMessage().contains(named), event.getMessage());
        IllegalArgumentException id =
                assertThrows(IllegalArgumentException.class, () -> ServerSentEvent.of("m", null, value));
        assertTrue(id.getMessage().contains("id") && id.getMessage().contains(named), id.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> ServerSentEvent.of("m").withId(value));
    }

    @Test
    @DisplayName("1B.3-07 an event is a value")
    void isAValue() {
        ServerSentEvent event = ServerSentEvent.of("m", "x", "y");
        assertEquals(event, ServerSentEvent.of("m", "x", null).withId("y"));
        assertEquals(event.hashCode(), ServerSentEvent.of("m", "x", "y").hashCode());
        assertNotEquals(event, ServerSentEvent.of("m", "x", "z"));
        assertTrue(event.bytes().isReadOnly());
        assertEquals(List.of("m", "x", "y"), List.of(event.data(), event.event(), event.id()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "text/event-stream, */*",
                "text/html ,text/event-stream",
                "text/html,\ttext/event-stream , */*;q=0.1"
            })
    @DisplayName("1B.3-01 isEventSource: an element of Accept is text/event-stream")
    void asksForEvents(String accept) {
        assertTrue(EventSource.isEventSource("GET", List.of(accept)));
        assertTrue(EventSource.isEventSource("GET", List.of("text/html", accept)));
        assertEquals(false, EventSource.isEventSource("POST", List.of(accept)));
        assertEquals(false, EventSource.isEventSource("HEAD", List.of(accept)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "text/event-stream;q=0.9",
                "text/event-stream; charset=utf-8",
                "text/event-streams",
                "Text/Event-Stream",
                "text/html; text/event-stream"
            })
    @DisplayName("1B.3-01 isEventSource: anything else does not ask, a parameter included")
    void doesNotAsk(String accept) {
        assertEquals(false, EventSource.isEventSource("GET", List.of(accept)));
    }
}
