// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.jakarta.endpoint.TestCoders.Note;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code @OnMessage} returns is sent through the basic remote. */
class ReturnValueTest {
    @ServerEndpoint("/")
    public static class Nothing {
        @OnMessage
        public void on(String message) {}
    }

    @ServerEndpoint("/")
    public static class Text {
        @OnMessage
        public String on(String message) {
            return message.isEmpty() ? null : message;
        }
    }

    @ServerEndpoint("/")
    public static class Bytes {
        @OnMessage
        public byte[] on(String message) {
            return new byte[] {'b'};
        }
    }

    @ServerEndpoint("/")
    public static class Buffer {
        @OnMessage
        public ByteBuffer on(String message) {
            return Deployed.bytes(message);
        }
    }

    @ServerEndpoint("/")
    public static class Int {
        @OnMessage
        public int on(String message) {
            return 5;
        }
    }

    @ServerEndpoint("/")
    public static class Char {
        @OnMessage
        public Character on(String message) {
            return 'c';
        }
    }

    @ServerEndpoint("/")
    public static class Any {
        @OnMessage
        public Object on(String message) {
            return 1.5;
        }
    }

    @ServerEndpoint("/")
    public static class AnyNumber {
        @OnMessage
        public Number on(String message) {
            return 7L;
        }
    }

    @ServerEndpoint(value = "/", encoders = TestCoders.TextEncoder.class)
    public static class Encoded {
        @OnMessage
        public Note on(String message) {
            return new Note(message);
        }
    }

    @ServerEndpoint(value = "/", encoders = TestCoders.StringEncoder.class)
    public static class EncodedText extends Text {}

    @ServerEndpoint(value = "/", encoders = TestCoders.ObjectEncoder.class)
    public static class PlainText extends Text {}

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of(Nothing.class, "m", List.of()),
                Arguments.of(Text.class, "m", List.of("sendText m")),
                Arguments.of(Text.class, "", List.of()),
                Arguments.of(Bytes.class, "m", List.of("sendBinary b")),
                Arguments.of(Buffer.class, "m", List.of("sendBinary m")),
                Arguments.of(Int.class, "m", List.of("sendObject 5")),
                Arguments.of(Char.class, "m", List.of("sendObject c")),
                Arguments.of(Any.class, "m", List.of("sendObject 1.5")),
                Arguments.of(AnyNumber.class, "m", List.of("sendObject 7")),
                Arguments.of(Encoded.class, "m", List.of("sendObject Note[text=m]")),
                Arguments.of(EncodedText.class, "m", List.of("sendObject m")),
                Arguments.of(PlainText.class, "m", List.of("sendText m")));
    }

    @ParameterizedTest
    @MethodSource("results")
    void isSent(Class<?> endpoint, String message, List<String> sent) throws Throwable {
        try (Deployed deployed = Deployed.of(endpoint)) {
            deployed.text(message);
            assertEquals(sent, deployed.sent());
        }
    }
}
