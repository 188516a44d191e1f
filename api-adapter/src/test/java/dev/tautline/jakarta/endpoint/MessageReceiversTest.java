// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import dev.tautline.jakarta.endpoint.TestCoders.Note;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programmatic handlers: how their type is found, and what they are given. */
class MessageReceiversTest {
    private final List<Object> received = new ArrayList<>();

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Coders coders(Class<? extends Decoder>... decoders) {
        try {
            return Coders.create(
                    ClientEndpointConfig.Builder.create()
                            .decoders(List.of(decoders))
                            .build(),
                    InstanceFactory.ofConstructors());
        } catch (InstantiationException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> wholeTypes() {
        return Stream.of(
                Arguments.of(String.class, Kind.TEXT, Delivery.WHOLE),
                Arguments.of(Reader.class, Kind.TEXT, Delivery.STREAM),
                Arguments.of(Integer.class, Kind.TEXT, Delivery.WHOLE),
                Arguments.of(ByteBuffer.class, Kind.BINARY, Delivery.WHOLE),
                Arguments.of(byte[].class, Kind.BINARY, Delivery.WHOLE),
                Arguments.of(InputStream.class, Kind.BINARY, Delivery.STREAM),
                Arguments.of(PongMessage.class, Kind.PONG, Delivery.WHOLE),
                Arguments.of(Note.class, Kind.TEXT, Delivery.WHOLE));
    }

    @ParameterizedTest
    @MethodSource("wholeTypes")
    <T> void wholeHandlersOfANamedType(Class<T> type, Kind kind, Delivery delivery) {
        MessageHandler.Whole<T> handler = received::add;
        List<MessageReceiver> receivers = MessageReceivers.of(type, handler, coders(TestCoders.TextDecoder.class));
        assertEquals(1, receivers.size());
        assertEquals(kind, receivers.get(0).kind());
        assertEquals(delivery, receivers.get(0).delivery());
        assertEquals(-1, receivers.get(0).maxMessageSize());
    }

    @Test
    void partialHandlersOfANamedType() throws Throwable {
        MessageHandler.Partial<byte[]> handler =
                (part, last) -> received.add(new String(part, StandardCharsets.UTF_8) + last);
        MessageReceiver receiver = MessageReceivers.of(byte[].class, handler, coders());
        receiver.binaryPart(Deployed.bytes("ab"), false);
        receiver.binaryPart(Deployed.bytes("c"), true);
        assertEquals(List.of("abfalse", "ctrue"), received);
        assertEquals(Delivery.PARTS, receiver.delivery());
    }

    abstract class Middle<X, T> implements MessageHandler.Whole<T> {
        @Override
        public void onMessage(T message) {
            received.add(message);
        }
    }

    class OfNotes extends Middle<String, Note> {}

    class OfStrings extends Middle<Note, String> {}

    class OfLists extends Middle<Note, List<String>> {}

    @Test
    void theTypeIsFoundThroughTheHierarchy() throws Throwable {
        MessageReceivers.of(new OfNotes(), coders(TestCoders.TextDecoder.class))
                .get(0)
                .text("a");
        MessageReceivers.of(new OfStrings(), coders()).get(0).text("b");
        assertEquals(List.of(new Note("T:a"), "b"), received);
    }

    class WholeText implements MessageHandler.Whole<String> {
        @Override
        public void onMessage(String message) {
            received.add(message);
        }
    }

    class Both extends WholeText implements MessageHandler.Partial<ByteBuffer> {
        @Override
        public void onMessage(ByteBuffer part, boolean last) {
            received.add(last);
        }
    }

    @Test
    void aHandlerMayImplementBothInterfaces() throws Throwable {
        List<MessageReceiver> receivers = MessageReceivers.of(new Both(), coders());
        receivers.get(0).text("a");
        receivers.get(1).binaryPart(Deployed.bytes("b"), true);
        assertEquals(List.of("a", true), received);
    }

    @Test
    void aTypeWithDecodersOfBothKindsHasTwoReceivers() throws Throwable {
        List<MessageReceiver> receivers = MessageReceivers.of(
                new OfNotes(), coders(TestCoders.BinaryDecoder.class, TestCoders.TextDecoder.class));
        receivers.get(0).text("a");
        receivers.get(1).binary(Deployed.bytes("b"));
        assertEquals(List.of(new Note("T:a"), new Note("B:b")), received);
    }

    @Test
    @SuppressWarnings("rawtypes")
    void aTypeThatIsNotSaidIsRefused() {
        MessageHandler.Whole<String> lambda = received::add;
        MessageHandler.Partial raw = new MessageHandler.Partial() {
            @Override
            public void onMessage(Object part, boolean last) {}
        };
        assertRefused(lambda, "addMessageHandler(String.class, handler)");
        assertRefused(raw, "MessageHandler.Partial<String>");
        assertRefused(new MessageHandler() {}, "implements neither MessageHandler.Whole nor MessageHandler.Partial.");
    }

    private static void assertRefused(MessageHandler handler, String message) {
        String refused = assertThrows(IllegalArgumentException.class, () -> MessageReceivers.of(handler, coders()))
                .getMessage();
        assertEquals(message, refused.contains(message) ? message : refused);
    }

    @Test
    void aTypeWithoutDecoderIsRefused() {
        assertRefused(new OfLists(), "No decoder makes java.util.List for " + OfLists.class.getName());
        MessageHandler.Whole<BigDecimal> numbers = received::add;
        assertThrows(IllegalArgumentException.class, () -> MessageReceivers.of(BigDecimal.class, numbers, coders()));
        MessageHandler.Partial<Reader> readers = (part, last) -> received.add(part);
        String refused = assertThrows(
                        IllegalArgumentException.class, () -> MessageReceivers.of(Reader.class, readers, coders()))
                .getMessage();
        assertEquals("messages in parts are String, ByteBuffer or byte[].", refused.split("; ")[1]);
    }
}
