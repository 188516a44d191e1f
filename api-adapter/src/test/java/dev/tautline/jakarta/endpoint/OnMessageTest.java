// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.connection.Delivery;
import dev.tautline.jakarta.endpoint.MessageReceiver.Kind;
import dev.tautline.jakarta.endpoint.TestCoders.Note;
import jakarta.websocket.DecodeException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of {@code @OnMessage}: what it is given, and how it wants it delivered. */
class OnMessageTest {
    private static String read(Reader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @ServerEndpoint("/")
    public static class OfString {
        @OnMessage
        public String on(String message) {
            return message;
        }
    }

    @ServerEndpoint("/")
    public static class OfParts {
        @OnMessage
        public String on(String part, boolean last) {
            return part + last;
        }
    }

    @ServerEndpoint("/")
    public static class OfPartsBackwards {
        @OnMessage
        public String on(Boolean last, Session session, String part) {
            return part + last + session;
        }
    }

    @ServerEndpoint("/")
    public static class OfReader {
        @OnMessage
        public String on(Reader reader) throws IOException {
            return read(reader);
        }
    }

    @ServerEndpoint("/")
    public static class OfBoolean {
        @OnMessage
        public String on(boolean message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfByte {
        @OnMessage
        public String on(byte message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfShort {
        @OnMessage
        public String on(Short message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfInt {
        @OnMessage
        public String on(int message) {
            return "" + (message + 1);
        }
    }

    @ServerEndpoint("/")
    public static class OfLong {
        @OnMessage
        public String on(Long message) {
            return "" + (message + 1);
        }
    }

    @ServerEndpoint("/")
    public static class OfFloat {
        @OnMessage
        public String on(float message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfDouble {
        @OnMessage
        public String on(double message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfChar {
        @OnMessage
        public String on(char message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/")
    public static class OfByteBuffer {
        @OnMessage
        public String on(ByteBuffer message) {
            return text(message);
        }
    }

    @ServerEndpoint("/")
    public static class OfBytes {
        @OnMessage
        public String on(byte[] message) {
            return new String(message, StandardCharsets.UTF_8);
        }
    }

    @ServerEndpoint("/")
    public static class OfByteBufferParts {
        @OnMessage
        public String on(ByteBuffer part, boolean last) {
            return text(part) + last;
        }
    }

    @ServerEndpoint("/")
    public static class OfByteParts {
        @OnMessage
        public String on(boolean last, byte[] part) {
            return new String(part, StandardCharsets.UTF_8) + last;
        }
    }

    @ServerEndpoint("/")
    public static class OfInputStream {
        @OnMessage
        public String on(InputStream stream) throws IOException {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ServerEndpoint("/")
    public static class OfPong {
        @OnMessage
        public String on(PongMessage pong) {
            return text(pong.getApplicationData());
        }
    }

    @ServerEndpoint(value = "/", decoders = TestCoders.TextDecoder.class)
    public static class OfTextDecoder {
        @OnMessage
        public String on(Note note) {
            return note.text();
        }
    }

    @ServerEndpoint(value = "/", decoders = TestCoders.TextStreamDecoder.class)
    public static class OfTextStreamDecoder extends OfTextDecoder {}

    @ServerEndpoint(value = "/", decoders = TestCoders.BinaryDecoder.class)
    public static class OfBinaryDecoder extends OfTextDecoder {}

    @ServerEndpoint(value = "/", decoders = TestCoders.BinaryStreamDecoder.class)
    public static class OfBinaryStreamDecoder extends OfTextDecoder {}

    @ServerEndpoint(
            value = "/",
            decoders = {TestCoders.TextDecoder.class, TestCoders.TextStreamDecoder.class})
    public static class OfTextChain extends OfTextDecoder {}

    @ServerEndpoint(
            value = "/",
            decoders = {TestCoders.BinaryDecoder.class, TestCoders.BinaryStreamDecoder.class})
    public static class OfBinaryChain extends OfTextDecoder {}

    @ServerEndpoint(value = "/", decoders = TestCoders.IntegerDecoder.class)
    public static class OfDecodedInt extends OfInt {}

    @ServerEndpoint(value = "/", decoders = TestCoders.UpperCaseDecoder.class)
    public static class OfDecodedString extends OfString {}

    @ServerEndpoint(value = "/", decoders = TestCoders.TextDecoder.class)
    public static class OfSupertype {
        @OnMessage
        public String on(Object message) {
            return "" + message;
        }
    }

    @ServerEndpoint("/{a}/{b}")
    public static class OfEverything {
        @OnMessage
        public String on(
                @PathParam("b") int b,
                Session session,
                @PathParam("a") String a,
                String message,
                @PathParam("no") String no) {
            return a + b + session + message + no;
        }
    }

    @ServerEndpoint("/")
    public static class OfStatic {
        @OnMessage
        public static String on(Session session, String message) {
            return message + session;
        }
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape(OfString.class, Kind.TEXT, Delivery.WHOLE, "abcd", "abcd"),
                shape(OfParts.class, Kind.TEXT, Delivery.PARTS, "abcd", "abfalse", "cdtrue"),
                shape(
                        OfPartsBackwards.class,
                        Kind.TEXT,
                        Delivery.PARTS,
                        "abcd",
                        "abfalsethe session",
                        "cdtruethe session"),
                shape(OfReader.class, Kind.TEXT, Delivery.STREAM, "abcd", "abcd"),
                shape(OfBoolean.class, Kind.TEXT, Delivery.WHOLE, "true", "true"),
                shape(OfByte.class, Kind.TEXT, Delivery.WHOLE, "-128", "-128"),
                shape(OfShort.class, Kind.TEXT, Delivery.WHOLE, "32767", "32767"),
                shape(OfInt.class, Kind.TEXT, Delivery.WHOLE, "41", "42"),
                shape(OfLong.class, Kind.TEXT, Delivery.WHOLE, "9999999999", "10000000000"),
                shape(OfFloat.class, Kind.TEXT, Delivery.WHOLE, "1.5", "1.5"),
                shape(OfDouble.class, Kind.TEXT, Delivery.WHOLE, "2.25", "2.25"),
                shape(OfChar.class, Kind.TEXT, Delivery.WHOLE, "x", "x"),
                shape(OfByteBuffer.class, Kind.BINARY, Delivery.WHOLE, "abcd", "abcd"),
                shape(OfBytes.class, Kind.BINARY, Delivery.WHOLE, "abcd", "abcd"),
                shape(OfByteBufferParts.class, Kind.BINARY, Delivery.PARTS, "abcd", "abfalse", "cdtrue"),
                shape(OfByteParts.class, Kind.BINARY, Delivery.PARTS, "abcd", "abfalse", "cdtrue"),
                shape(OfInputStream.class, Kind.BINARY, Delivery.STREAM, "abcd", "abcd"),
                shape(OfPong.class, Kind.PONG, Delivery.WHOLE, "abcd", "abcd"),
                shape(OfTextDecoder.class, Kind.TEXT, Delivery.WHOLE, "abcd", "T:abcd"),
                shape(OfTextStreamDecoder.class, Kind.TEXT, Delivery.STREAM, "abcd", "TS:abcd"),
                shape(OfBinaryDecoder.class, Kind.BINARY, Delivery.WHOLE, "abcd", "B:abcd"),
                shape(OfBinaryStreamDecoder.class, Kind.BINARY, Delivery.STREAM, "abcd", "BS:abcd"),
                shape(OfTextChain.class, Kind.TEXT, Delivery.WHOLE, "abcd", "T:abcd"),
                shape(OfTextChain.class, Kind.TEXT, Delivery.WHOLE, "?bcd", "TS:?bcd"),
                shape(OfBinaryChain.class, Kind.BINARY, Delivery.WHOLE, "abcd", "B:abcd"),
                shape(OfBinaryChain.class, Kind.BINARY, Delivery.WHOLE, "?bcd", "BS:?bcd"),
                shape(OfDecodedInt.class, Kind.TEXT, Delivery.WHOLE, "ff", "256"),
                shape(OfDecodedString.class, Kind.TEXT, Delivery.WHOLE, "abcd", "ABCD"),
                shape(OfSupertype.class, Kind.TEXT, Delivery.WHOLE, "abcd", "Note[text=T:abcd]"),
                shape(OfEverything.class, Kind.TEXT, Delivery.WHOLE, "abcd", "A7the sessionabcdnull"),
                shape(OfStatic.class, Kind.TEXT, Delivery.WHOLE, "abcd", "abcdthe session"));
    }

    private static Arguments shape(
            Class<?> endpoint, Kind kind, Delivery delivery, String message, String... received) {
        return Arguments.of(endpoint, kind, delivery, message, List.of(received));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void receives(Class<?> endpoint, Kind kind, Delivery delivery, String message, List<String> received)
            throws Throwable {
        try (Deployed deployed = Deployed.of(endpoint, Map.of("a", "A", "b", "7"))) {
            assertEquals(1, deployed.binding.receivers().size());
            MessageReceiver receiver = deployed.receiver(kind);
            assertEquals(delivery, receiver.delivery());
            assertEquals(-1, receiver.maxMessageSize());
            switch (kind) {
                case TEXT -> deployed.text(message);
                case BINARY -> deployed.binary(message);
                case PONG -> deployed.pong(message);
            }
            assertEquals(received.stream().map(text -> "sendText " + text).toList(), deployed.sent());
        }
    }

    @Test
    void decodersAreGivenExactHeapBuffers() throws Throwable {
        try (Deployed deployed = Deployed.of(OfBinaryDecoder.class)) {
            MessageReceiver receiver = deployed.receiver(Kind.BINARY);
            receiver.binary(Deployed.bytes("xabcdx").position(1).limit(5).slice());
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(8).put(Deployed.bytes("efgh")).flip();
            receiver.binary(direct);
            assertEquals(List.of("sendText B:abcd", "sendText B:efgh"), deployed.sent());
        }
    }

    @ServerEndpoint(
            value = "/",
            decoders = {TestCoders.TextDecoder.class, TestCoders.BinaryDecoder.class})
    public static class OfBothKinds extends OfTextDecoder {}

    @Test
    void aTypeWithDecodersOfBothKindsTakesBoth() throws Throwable {
        try (Deployed deployed = Deployed.of(OfBothKinds.class)) {
            deployed.text("a");
            deployed.binary("b");
            assertEquals(List.of("sendText T:a", "sendText B:b"), deployed.sent());
        }
    }

    @ServerEndpoint("/")
    public static class OfAllKinds {
        @OnMessage
        public String on(String text) {
            return text;
        }

        @OnMessage
        public byte[] on(byte[] bytes) {
            return bytes;
        }

        @OnMessage
        public ByteBuffer on(PongMessage pong) {
            return pong.getApplicationData();
        }
    }

    @Test
    void oneMethodOfEachKind() throws Throwable {
        try (Deployed deployed = Deployed.of(OfAllKinds.class)) {
            deployed.text("a");
            deployed.binary("b");
            deployed.pong("c");
            assertEquals(List.of("sendText a", "sendBinary b", "sendBinary c"), deployed.sent());
        }
    }

    @ServerEndpoint("/")
    public static class Sized {
        @OnMessage(maxMessageSize = 5)
        public void on(String message) {}

        @OnMessage(maxMessageSize = 6)
        public void on(InputStream stream) {}
    }

    @Test
    void maxMessageSizeIsForWholeMessages() throws Throwable {
        try (Deployed deployed = Deployed.of(Sized.class)) {
            assertEquals(5, deployed.receiver(Kind.TEXT).maxMessageSize());
            assertEquals(-1, deployed.receiver(Kind.BINARY).maxMessageSize());
        }
    }

    @Test
    void whatCannotBeConvertedIsADecodeException() throws Throwable {
        for (Class<?> endpoint : List.of(OfInt.class, OfDouble.class)) {
            try (Deployed deployed = Deployed.of(endpoint)) {
                DecodeException refused = assertThrows(DecodeException.class, () -> deployed.text("no number"));
                assertEquals("no number", refused.getText());
                assertEquals(List.of(), deployed.sent());
                deployed.text("1");
                assertEquals(1, deployed.sent().size());
            }
        }
    }

    @Test
    void aCharacterIsTheFirstOfTheText() throws Throwable {
        try (Deployed deployed = Deployed.of(OfChar.class)) {
            assertThrows(DecodeException.class, () -> deployed.text(""));
            assertEquals(List.of(), deployed.sent());
            deployed.text("xyz");
            assertEquals(1, deployed.sent().size());
        }
    }

    @Test
    void whatNoDecoderTakesIsADecodeException() throws Throwable {
        try (Deployed deployed = Deployed.of(OfTextDecoder.class)) {
            assertEquals(
                    "No decoder will decode the text message.",
                    assertThrows(DecodeException.class, () -> deployed.text("?"))
                            .getMessage());
            assertEquals(
                    "bad note",
                    assertThrows(DecodeException.class, () -> deployed.text("bad"))
                            .getMessage());
        }
        try (Deployed deployed = Deployed.of(OfBinaryDecoder.class)) {
            assertEquals(
                    "No decoder will decode the binary message.",
                    assertThrows(DecodeException.class, () -> deployed.binary("?"))
                            .getMessage());
        }
    }

    @ServerEndpoint("/")
    public static class Throwing {
        @OnMessage
        public void on(String message) throws IOException {
            throw new IOException(message);
        }
    }

    @Test
    void whatTheMethodThrowsComesOutAsItIs() throws Throwable {
        try (Deployed deployed = Deployed.of(Throwing.class)) {
            IOException thrown = assertThrows(IOException.class, () -> deployed.text("mine"));
            assertEquals("mine", thrown.getMessage());
        }
    }

    @Test
    void anotherDeliveryIsRefused() throws Throwable {
        try (Deployed deployed = Deployed.of(OfString.class)) {
            MessageReceiver receiver = deployed.receiver(Kind.TEXT);
            assertThrows(IllegalStateException.class, () -> receiver.textPart("a", true));
            assertThrows(IllegalStateException.class, () -> receiver.binary(Deployed.bytes("a")));
        }
    }
}
