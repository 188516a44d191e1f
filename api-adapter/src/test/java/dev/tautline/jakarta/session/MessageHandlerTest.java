// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageHandlerTest {
    private final SessionFixture fixture = new SessionFixture();
    private final RecordingEndpoint endpoint = fixture.endpoint;
    private final JakartaSession session = fixture.session;

    @BeforeEach
    void start() {
        fixture.started();
        endpoint.take();
    }

    private void got(String event) {
        endpoint.events.add(event);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes).toString();
    }

    private MessageHandler.Whole<String> whole() {
        return message -> got("whole " + message);
    }

    private MessageHandler.Partial<String> partial() {
        return (part, last) -> got("part " + part + (last ? " last" : ""));
    }

    @Test
    void deliversEachKindInItsShape() {
        session.addMessageHandler(String.class, whole());
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) m -> got("bytes " + text(m)));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>)
                m -> got("pong " + text(m.getApplicationData())));
        fixture.receive(Frames.text("a", true), Frames.binary(bytes("b"), true), Frames.pong("c", true));
        assertEquals(List.of("whole a", "bytes b", "pong c"), endpoint.take());
    }

    @Test
    void deliversArraysAndStreams() {
        session.addMessageHandler(
                byte[].class, (MessageHandler.Whole<byte[]>) m -> got("array " + new String(m, UTF_8)));
        session.addMessageHandler(Reader.class, (MessageHandler.Whole<Reader>) reader -> got("reader " + all(reader)));
        fixture.receive(Frames.binary(bytes("b"), true), Frames.text("t", true));
        assertEquals(List.of("array b", "reader t"), endpoint.take());
    }

    private static String all(Reader reader) {
        try {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String all(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deliversPartsOfFragments() {
        session.addMessageHandler(String.class, partial());
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> got("bytes " + text(part) + (last ? " last" : "")));
        fixture.receive(
                Frames.frame(0x01, bytes("a"), true),
                Frames.frame(0x80, bytes("b"), true),
                Frames.frame(0x02, bytes("c"), true),
                Frames.frame(0x80, bytes("d"), true));
        String all = String.join(",", endpoint.take());
        assertEquals("ab", all.replaceAll("part | last|bytes .*|,", ""));
        assertTrue(all.matches("part .*last,bytes .*last"), all);
    }

    @Test
    void pingsAreAnsweredAndNotShown() {
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) m -> got("pong"));
        fixture.receive(Frames.ping("p", true));
        assertEquals("pong \"p\"", fixture.sent());
        assertEquals(List.of(), endpoint.take());
    }

    @Test
    void pongIsTheHandlersToReadAgain() {
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) m -> {
            got(text(m.getApplicationData()));
            got(text(m.getApplicationData()));
        });
        fixture.receive(Frames.pong("c", true));
        assertEquals(List.of("c", "c"), endpoint.take());
    }

    @Test
    void secondHandlerOfAKindIsRefused() {
        session.addMessageHandler(String.class, whole());
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> session.addMessageHandler(String.class, partial()));
        assertTrue(refused.getMessage().contains("text"), refused.getMessage());
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) m -> got("bytes"));
        assertThrows(
                IllegalStateException.class,
                () -> session.addMessageHandler(InputStream.class, (MessageHandler.Whole<InputStream>) m -> {}));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) m -> {});
        assertThrows(
                IllegalStateException.class,
                () -> session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) m -> {}));
        assertEquals(3, session.getMessageHandlers().size());
        fixture.receive(Frames.text("a", true));
        assertEquals(List.of("whole a"), endpoint.take());
    }

    @Test
    void removedHandlerMakesRoom() {
        MessageHandler.Whole<String> first = whole();
        session.addMessageHandler(String.class, first);
        session.removeMessageHandler(first);
        assertEquals(Set.of(), session.getMessageHandlers());
        fixture.receive(Frames.text("nobody's", true));
        session.addMessageHandler(String.class, partial());
        fixture.receive(Frames.text("a", true));
        assertEquals(List.of("part a last"), endpoint.take());
        session.removeMessageHandler(first);
        session.removeMessageHandler(null);
        assertEquals(1, session.getMessageHandlers().size());
    }

    @Test
    void handlersAreASnapshotThatCantBeChanged() {
        Set<MessageHandler> before = session.getMessageHandlers();
        session.addMessageHandler(String.class, whole());
        assertEquals(Set.of(), before);
        Set<MessageHandler> after = session.getMessageHandlers();
        assertThrows(UnsupportedOperationException.class, after::clear);
    }

    @Test
    void nullAndUntypedHandlersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> session.addMessageHandler(null));
        assertThrows(
                IllegalArgumentException.class,
                () -> session.addMessageHandler(String.class, (MessageHandler.Whole<String>) null));
        assertThrows(
                IllegalArgumentException.class,
                () -> session.addMessageHandler(String.class, (MessageHandler.Partial<String>) null));
        assertThrows(IllegalArgumentException.class, () -> session.addMessageHandler(null, whole()));
        assertThrows(IllegalArgumentException.class, () -> session.addMessageHandler(whole()));
        assertThrows(
                IllegalArgumentException.class,
                () -> session.addMessageHandler(Thread.class, (MessageHandler.Whole<Thread>) m -> {}));
        fixture.receive(Frames.text("nobody's", true));
        assertEquals(List.of(), endpoint.take());
    }

    @Test
    void typeOfAClassIsFound() {
        session.addMessageHandler(new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String message) {
                got("typed " + message);
            }
        });
        fixture.receive(Frames.text("a", true));
        assertEquals(List.of("typed a"), endpoint.take());
    }

    /** Takes whatever it is given. */
    private final class Anything implements MessageHandler.Whole<Object> {
        @Override
        public void onMessage(Object message) {
            got(message.getClass().getSimpleName());
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // one handler for two types
    void oneHandlerOfTwoKindsIsRemovedWhole() {
        MessageHandler.Whole handler = new Anything();
        session.addMessageHandler(String.class, handler);
        session.addMessageHandler(byte[].class, handler);
        assertEquals(Set.of(handler), session.getMessageHandlers());
        fixture.receive(Frames.text("a", true), Frames.binary(bytes("b"), true));
        assertEquals(List.of("String", "byte[]"), endpoint.take());
        session.removeMessageHandler(handler);
        fixture.receive(Frames.text("a", true), Frames.binary(bytes("b"), true));
        assertEquals(List.of(), endpoint.take());
    }

    @Test
    void messagesThatNobodyTakesAreForgotten() {
        byte[] big = new byte[100_000];
        fixture.receive(Frames.binary(big, true), Frames.text("a", true), Frames.pong("", true));
        assertEquals(List.of(), endpoint.take());
        assertTrue(session.isOpen());
    }

    @Test
    void wholeMessageThatWasReadAheadGoesToAPartialHandler() {
        MessageHandler.Whole<String> first = new MessageHandler.Whole<>() {
            @Override
            public void onMessage(String message) {
                got("first " + message);
                session.removeMessageHandler(this);
                session.addMessageHandler(String.class, partial());
            }
        };
        session.addMessageHandler(String.class, first);
        fixture.receive(Frames.text("a", true), Frames.text("b", true));
        assertEquals(List.of("first a", "part b last"), endpoint.take());
    }

    @Test
    void wholeMessageThatWasReadAheadGoesToAReader() {
        session.addMessageHandler(String.class, new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String message) {
                session.removeMessageHandler(this);
                session.addMessageHandler(Reader.class, (MessageHandler.Whole<Reader>) r -> got("reader " + all(r)));
            }
        });
        session.addMessageHandler(byte[].class, new MessageHandler.Whole<byte[]>() {
            @Override
            public void onMessage(byte[] message) {
                session.removeMessageHandler(this);
                session.addMessageHandler(
                        InputStream.class, (MessageHandler.Whole<InputStream>) s -> got("stream " + all(s)));
            }
        });
        fixture.receive(
                Frames.text("a", true),
                Frames.text("b", true),
                Frames.binary(bytes("c"), true),
                Frames.binary(bytes("d"), true));
        assertEquals(List.of("reader b", "stream d"), endpoint.take());
    }

    @Test
    void partsThatWereReadAheadAreCollectedForAWholeHandler() {
        session.addMessageHandler(String.class, new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                got("part " + part);
                if (last) {
                    session.removeMessageHandler(this);
                    session.addMessageHandler(String.class, whole());
                }
            }
        });
        fixture.receive(
                Frames.text("a", true),
                Frames.frame(0x01, bytes("b"), true),
                Frames.ping("", true),
                Frames.frame(0x80, bytes("c"), true),
                Frames.text("d", true));
        assertEquals(List.of("part a", "whole bc", "whole d"), endpoint.take());
    }

    @Test
    void collectedPartsKeepTheLimitOfWholeMessages() {
        session.addMessageHandler(byte[].class, new MessageHandler.Partial<byte[]>() {
            @Override
            public void onMessage(byte[] part, boolean last) {
                session.removeMessageHandler(this);
                session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) m -> got("too long"));
            }
        });
        fixture.receive(Frames.binary(bytes("a"), true), Frames.binary(new byte[2049], true));
        assertEquals("close 1009 \"\"", fixture.sent());
        assertEquals(List.of(), endpoint.take());
    }

    @Test
    void messageIsFinishedByTheHandlerThatBeganIt() {
        fixture.transport.readSize(1);
        session.addMessageHandler(String.class, new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                got("part " + part + (last ? " last" : ""));
                if (session.getMessageHandlers().contains(this)) {
                    session.removeMessageHandler(this);
                    session.addMessageHandler(String.class, whole());
                }
            }
        });
        fixture.receive(Frames.text("ab", true), Frames.text("c", true));
        List<String> events = endpoint.take();
        assertEquals("whole c", events.get(events.size() - 1));
        assertEquals("ab", String.join("", events.subList(0, events.size() - 1)).replaceAll("part | last", ""));
    }

    @Test
    void annotatedMethodKeepsItsKind() {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.annotated = new SessionLifeTest.Silent();
        SessionFixture annotated = new SessionFixture(setup).started();
        assertThrows(IllegalStateException.class, () -> annotated.session.addMessageHandler(String.class, whole()));
        annotated.session.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) m -> got("binary"));
        annotated.receive(Frames.text("a", true), Frames.binary(bytes("b"), true));
        assertEquals("text \"a\"", annotated.sent());
        assertEquals(List.of("binary"), endpoint.take());
    }
}
