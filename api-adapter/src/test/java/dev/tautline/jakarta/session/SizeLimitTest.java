// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnMessage;
import jakarta.websocket.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeLimitTest {
    private final SessionFixture fixture = new SessionFixture();
    private final RecordingEndpoint endpoint = fixture.endpoint;
    private final JakartaSession session = fixture.session;

    private void assertTooBig(SessionFixture closed) {
        String sent = closed.sent();
        assertTrue(sent.startsWith("close 1009"), sent);
    }

    @Test
    void sessionsStartWithTheLimitsOfTheirContainer() {
        fixture.started();
        assertEquals(1024, session.getMaxTextMessageBufferSize());
        assertEquals(2048, session.getMaxBinaryMessageBufferSize());
    }

    @Test
    void wholeTextKeepsTheLimit() {
        fixture.started();
        session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) m -> endpoint.events.add("length " + m.length()));
        fixture.receive(Frames.text("x".repeat(1024), true));
        fixture.receive(Frames.text("x".repeat(1025), true));
        assertTooBig(fixture);
        fixture.advance(Duration.ofMinutes(1));
        List<String> events = endpoint.take();
        assertEquals(List.of("open", "length 1024", "error SessionException"), events.subList(0, 3));
        assertTrue(events.get(3).startsWith("close 1009"), events.get(3));
        assertInstanceOf(SessionException.class, endpoint.errors.get(0));
    }

    @Test
    void limitsOfTheKindsAreApart() {
        fixture.started();
        session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) m -> endpoint.events.add("binary"));
        fixture.receive(Frames.binary(new byte[2048], true));
        assertEquals(List.of("open", "binary"), endpoint.take());
        fixture.receive(Frames.binary(new byte[2049], true));
        assertTooBig(fixture);
    }

    @Test
    void changedLimitHoldsFromTheNextMessage() {
        fixture.started();
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) m -> endpoint.events.add("text"));
        session.setMaxTextMessageBufferSize(3);
        session.setMaxBinaryMessageBufferSize(5);
        assertEquals(3, session.getMaxTextMessageBufferSize());
        assertEquals(5, session.getMaxBinaryMessageBufferSize());
        fixture.receive(Frames.text("abc", true));
        assertEquals(List.of("open", "text"), endpoint.take());
        fixture.receive(Frames.text("abcd", true));
        assertTooBig(fixture);
    }

    @Test
    void limitIsInBytes() {
        fixture.started();
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) m -> endpoint.events.add("text"));
        session.setMaxTextMessageBufferSize(3);
        fixture.receive(Frames.text("éé", true));
        assertTooBig(fixture);
    }

    @Test
    void hugeLimitAllocatesNothing() {
        fixture.started();
        session.setMaxTextMessageBufferSize(Integer.MAX_VALUE);
        session.setMaxBinaryMessageBufferSize(987_654_321);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>) m -> endpoint.events.add("text"));
        fixture.receive(Frames.text("abc", true));
        assertEquals(List.of("open", "text"), endpoint.take());
    }

    @Test
    void partsAndStreamsHaveNoLimit() {
        fixture.started();
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>)
                (part, last) -> endpoint.events.add(last ? "last" : "part"));
        long[] read = new long[1];
        session.addMessageHandler(InputStream.class, (MessageHandler.Whole<InputStream>) stream -> {
            try {
                read[0] = stream.readAllBytes().length;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        fixture.receive(Frames.text("x".repeat(5000), true), Frames.binary(new byte[5000], true));
        List<String> events = endpoint.take();
        assertEquals("last", events.get(events.size() - 1));
        assertEquals(5000, read[0]);
    }

    /** Has a limit of its own for texts and for parts of binary messages. */
    public static class Limited {
        final List<String> events = new ArrayList<>();

        @OnMessage(maxMessageSize = 5)
        public void text(String message) {
            events.add(message);
        }

        @OnMessage(maxMessageSize = 5)
        public void parts(byte[] part, boolean last) {
            events.add(Integer.toString(part.length));
        }
    }

    private static SessionFixture limited(Object endpoint) {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.annotated = endpoint;
        return new SessionFixture(setup).started();
    }

    @Test
    void limitOfAMethodStandsAboveTheSessions() {
        Limited endpoint = new Limited();
        SessionFixture limited = limited(endpoint);
        limited.receive(Frames.text("12345", true));
        assertEquals(List.of("12345"), endpoint.events);
        limited.receive(Frames.text("123456", true));
        assertTooBig(limited);
    }

    @Test
    void limitOfAMethodIsNotForParts() {
        Limited endpoint = new Limited();
        SessionFixture limited = limited(endpoint);
        limited.receive(Frames.binary(new byte[6], true));
        assertEquals(List.of("6"), endpoint.events);
        assertTrue(limited.session.isOpen());
    }
}
