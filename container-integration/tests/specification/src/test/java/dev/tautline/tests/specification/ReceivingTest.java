// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Message handlers, on the server and on the client. */
class ReceivingTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    /** What a handler can take; each tells a text. */
    enum Shape {
        STRING(false),
        READER(false),
        PARTIAL_STRING(false),
        BYTES(true),
        BUFFER(true),
        STREAM(true),
        PARTIAL_BYTES(true),
        PARTIAL_BUFFER(true);

        private final boolean binary;

        Shape(boolean binary) {
            this.binary = binary;
        }

        void add(Session session, Recorder end) {
            switch (this) {
                case STRING -> session.addMessageHandler(String.class, (MessageHandler.Whole<String>) end::add);
                case READER -> session.addMessageHandler(Reader.class, (Reader reader) -> end.add(read(reader)));
                case PARTIAL_STRING -> session.addMessageHandler(String.class, joining(end, part -> part));
                case BYTES ->
                    session.addMessageHandler(byte[].class, (byte[] bytes) -> end.add(text(ByteBuffer.wrap(bytes))));
                case BUFFER -> session.addMessageHandler(ByteBuffer.class, (ByteBuffer bytes) -> end.add(text(bytes)));
                case STREAM ->
                    session.addMessageHandler(InputStream.class, (InputStream stream) -> end.add(read(stream)));
                case PARTIAL_BYTES ->
                    session.addMessageHandler(byte[].class, joining(end, (byte[] part) -> text(ByteBuffer.wrap(part))));
                case PARTIAL_BUFFER ->
                    session.addMessageHandler(ByteBuffer.class, joining(end, (ByteBuffer part) -> text(part)));
            }
        }

        private static <T> MessageHandler.Partial<T> joining(Recorder end, Function<T, String> text) {
            StringBuilder joined = new StringBuilder();
            return (part, last) -> {
                joined.append(text.apply(part));
                if (last) {
                    end.add(joined.toString());
                    joined.setLength(0);
                }
            };
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String read(Reader reader) {
        try {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recorder taking(Shape shape) {
        Recorder end = new Recorder();
        return end.onOpen((session, config) -> shape.add(session, end));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    @Section("2.1.3")
    @DisplayName("a handler of every shape gets whole and fragmented messages, of its kind only")
    void shapes(Shape shape) throws Exception {
        try (Pair pair = Pair.open(APPLICATION, taking(shape), taking(shape))) {
            for (Recorder end : pair.ends()) {
                Recorder peer = end == pair.server() ? pair.client() : pair.server();
                RemoteEndpoint.Basic remote = end.session().getBasicRemote();
                sendOther(shape, remote);
                send(shape, remote, "whole");
                sendParts(shape, remote, "in ", "three ", "parts");
                sendParts(shape, remote, "", "");
                send(shape, remote, "x".repeat(100_000));
                assertEquals("whole", peer.text());
                assertEquals("in three parts", peer.text());
                assertEquals("", peer.text());
                assertEquals("x".repeat(100_000), peer.text());
                assertEquals(List.of(), peer.errors());
            }
        }
    }

    private static void send(Shape shape, RemoteEndpoint.Basic remote, String text) throws IOException {
        if (shape.binary) {
            remote.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } else {
            remote.sendText(text);
        }
    }

    private static void sendOther(Shape shape, RemoteEndpoint.Basic remote) throws IOException {
        if (shape.binary) {
            remote.sendText("for nobody");
        } else {
            remote.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        remote.sendPong(ByteBuffer.wrap(new byte[] {4}));
    }

    private static void sendParts(Shape shape, RemoteEndpoint.Basic remote, String... parts) throws IOException {
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (shape.binary) {
                remote.sendBinary(ByteBuffer.wrap(parts[i].getBytes(StandardCharsets.UTF_8)), last);
            } else {
                remote.sendText(parts[i], last);
            }
        }
    }

    @Test
    @Section("2.1.3")
    @DisplayName("at most one handler for each of text, binary and pong; one more is an error")
    void oneForEach() {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Session session = end.session();
                assertEquals(3, session.getMessageHandlers().size());
                for (Class<?> type :
                        List.of(String.class, Reader.class, byte[].class, InputStream.class, PongMessage.class)) {
                    assertThrows(IllegalStateException.class, () -> add(session, type), type.getName());
                }
                assertThrows(
                        IllegalStateException.class,
                        () -> session.addMessageHandler(
                                String.class, (MessageHandler.Partial<String>) (part, last) -> {}));
                assertEquals(3, session.getMessageHandlers().size());
            }
        }
    }

    private static <T> void add(Session session, Class<T> type) {
        session.addMessageHandler(type, (T message) -> {});
    }

    @Test
    @Section("2.1.3")
    @DisplayName("a class that implements Whole or Partial needs no type; what no decoder makes is refused")
    void typeFromClass() throws Exception {
        Recorder server = new Recorder();
        server.onOpen((session, config) -> {
            session.addMessageHandler(new MessageHandler.Whole<Reader>() {
                @Override
                public void onMessage(Reader reader) {
                    server.add("reader " + read(reader));
                }
            });
            session.addMessageHandler(new MessageHandler.Partial<byte[]>() {
                @Override
                public void onMessage(byte[] part, boolean last) {
                    server.add(part.length + (last ? " last" : " more"));
                }
            });
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.addMessageHandler(Thread.class, (MessageHandler.Whole<Thread>) thread -> {}));
        });
        try (Pair pair = Pair.open(APPLICATION, server, new Recorder())) {
            RemoteEndpoint.Basic remote = pair.client().session().getBasicRemote();
            remote.sendText("of an anonymous class");
            remote.sendBinary(ByteBuffer.allocate(3), false);
            remote.sendBinary(ByteBuffer.allocate(4), true);
            assertEquals("reader of an anonymous class", server.text());
            assertEquals("3 more", server.text());
            assertEquals("4 last", server.text());
        }
    }

    @Test
    @Section("2.1.3")
    @DisplayName("handlers may change while the session runs; a removed one hears nothing more")
    void changing() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            Session server = pair.server().session();
            RemoteEndpoint.Basic remote = pair.client().session().getBasicRemote();
            remote.sendText("first");
            assertEquals("first", pair.server().text());
            Set<MessageHandler> before = server.getMessageHandlers();
            before.forEach(server::removeMessageHandler);
            assertEquals(Set.of(), server.getMessageHandlers());
            server.addMessageHandler(
                    PongMessage.class, (PongMessage pong) -> pair.server().add("pong"));
            remote.sendText("to nobody");
            // Its turn is behind the text's, unlike that of an answer to a ping.
            remote.sendPong(ByteBuffer.allocate(1));
            assertEquals("pong", pair.server().text());
            server.addMessageHandler(
                    String.class, (String text) -> pair.server().add("new " + text));
            remote.sendText("second");
            assertEquals("new second", pair.server().text());
            assertEquals(0, pair.server().waiting());
        }
    }

    @Test
    @Section("2.1.3")
    @DisplayName("a message that a handler has begun to get stays with it to its end")
    void keptHandler() throws Exception {
        Recorder server = new Recorder();
        MessageHandler.Whole<String> later = text -> server.add("later " + text);
        server.onOpen(
                (session, config) -> session.addMessageHandler(String.class, new MessageHandler.Partial<String>() {
                    @Override
                    public void onMessage(String part, boolean last) {
                        if (part.equals("one ")) {
                            session.removeMessageHandler(this);
                            session.addMessageHandler(String.class, later);
                        }
                        server.add(part + last);
                    }
                }));
        try (Pair pair = Pair.open(APPLICATION, server, new Recorder())) {
            RemoteEndpoint.Basic remote = pair.client().session().getBasicRemote();
            remote.sendText("one ", false);
            assertEquals("one false", server.text());
            remote.sendText("two ", false);
            remote.sendText("three", true);
            remote.sendText("next");
            StringBuilder rest = new StringBuilder();
            for (String part = server.text(); ; part = server.text()) {
                rest.append(part).append('|');
                if (part.endsWith("true")) {
                    break;
                }
            }
            assertEquals("two three", rest.toString().replaceAll("false\\||true\\|", ""));
            assertEquals("later next", server.text());
        }
    }
}
