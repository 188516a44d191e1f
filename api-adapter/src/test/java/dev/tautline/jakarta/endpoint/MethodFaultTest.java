// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tautline.jakarta.endpoint.TestCoders.Note;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a method is refused, with what is said about it. */
class MethodFaultTest {
    @ServerEndpoint("/{p}")
    public static class OpenString {
        @OnOpen
        public void on(Session session, String text) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenCloseReason {
        @OnOpen
        public void on(CloseReason reason) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenTwoSessions {
        @OnOpen
        public void on(Session one, Session two) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenTwoConfigs {
        @OnOpen
        public void on(EndpointConfig one, EndpointConfig two) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenTwice {
        @OnOpen
        public void one(Session session) {}

        @OnOpen
        public void two(EndpointConfig config) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenPathParam {
        @OnOpen
        public void on(@PathParam("p") Note note) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenUndeclaredPrimitive {
        @OnOpen
        public void on(@PathParam("q") int q) {}
    }

    @ServerEndpoint("/{p}")
    public static class OpenNotPublic {
        @OnOpen
        void on(Session session) {}
    }

    @ServerEndpoint("/{p}")
    public static class CloseException {
        @OnClose
        public void on(Session session, Exception error) {}
    }

    @ServerEndpoint("/{p}")
    public static class CloseTwice {
        @OnClose
        public void one() {}

        @OnClose
        public void two(CloseReason reason) {}
    }

    @ServerEndpoint("/{p}")
    public static class ClosePathParam {
        @OnClose
        public void on(@PathParam("p") BigDecimal number) {}
    }

    @ServerEndpoint("/{p}")
    public static class ErrorWithoutThrowable {
        @OnError
        public void on(Session session) {}
    }

    @ServerEndpoint("/{p}")
    public static class ErrorException {
        @OnError
        public void on(Exception error) {}
    }

    @ServerEndpoint("/{p}")
    public static class ErrorCloseReason {
        @OnError
        public void on(Throwable error, CloseReason reason) {}
    }

    @ServerEndpoint("/{p}")
    public static class ErrorTwice {
        @OnError
        public void one(Throwable error) {}

        @OnError
        public void two(Session session, Throwable error) {}
    }

    @ServerEndpoint("/{p}")
    public static class ErrorPathParam {
        @OnError
        public void on(Throwable error, @PathParam("p") Object value) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageNone {
        @OnMessage
        public void on(Session session, @PathParam("p") String p) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageStringInt {
        @OnMessage
        public void on(String message, int number) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageBufferInt {
        @OnMessage
        public void on(ByteBuffer message, int number) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageStringBytes {
        @OnMessage
        public void on(String message, byte[] bytes) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageThree {
        @OnMessage
        public void on(String message, boolean last, boolean again) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageConfig {
        @OnMessage
        public void on(String message, EndpointConfig config) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageReaderBoolean {
        @OnMessage
        public void on(Reader reader, boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageStreamBoolean {
        @OnMessage
        public void on(InputStream stream, Boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessagePongBoolean {
        @OnMessage
        public void on(PongMessage pong, boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageIntBoolean {
        @OnMessage
        public void on(int message, boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageTwoBooleans {
        @OnMessage
        public void on(boolean message, boolean last) {}
    }

    @ServerEndpoint(value = "/{p}", decoders = TestCoders.TextDecoder.class)
    public static class MessageDecodedBoolean {
        @OnMessage
        public void on(Note note, boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageBigDecimal {
        @OnMessage
        public void on(BigDecimal message) {}
    }

    @ServerEndpoint(value = "/{p}", decoders = TestCoders.IntegerDecoder.class)
    public static class MessageOtherDecoder {
        @OnMessage
        public void on(Note message) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessagePathParam {
        @OnMessage
        public void on(String message, @PathParam("p") Note note) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessageUnencodable {
        @OnMessage
        public Future<?> on(String message) {
            return null;
        }
    }

    @ServerEndpoint(value = "/{p}", encoders = TestCoders.CatEncoder.class)
    public static class MessageOtherEncoder {
        @OnMessage
        public Note on(String message) {
            return null;
        }
    }

    @ServerEndpoint("/{p}")
    public static class MessageSize {
        @OnMessage(maxMessageSize = -2)
        public void on(String message) {}
    }

    @ServerEndpoint("/{p}")
    public static class MessagePrivate {
        @OnMessage
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private void on(String message) {}
    }

    @ServerEndpoint("/{p}")
    public static class TextTwice {
        @OnMessage
        public void on(String message) {}

        @OnMessage
        public void on(Reader message) {}
    }

    @ServerEndpoint("/{p}")
    public static class BinaryTwice {
        @OnMessage
        public void on(InputStream message) {}

        @OnMessage
        public void on(byte[] part, boolean last) {}
    }

    @ServerEndpoint("/{p}")
    public static class PongTwice {
        @OnMessage
        public void on(PongMessage message) {}

        @OnMessage
        public void on(PongMessage message, Session session) {}
    }

    @ServerEndpoint(value = "/{p}", decoders = TestCoders.TextDecoder.class)
    public static class DecodedTwice {
        @OnMessage
        public void on(Note message) {}

        @OnMessage
        public void on(int message) {}
    }

    @ServerEndpoint("/{p}")
    public static class Everything {
        @OnOpen
        void on(String text, Note note) {}

        @OnMessage
        public void on(BigDecimal message) {}

        @OnError
        public void on() {}
    }

    static Stream<Arguments> faults() {
        String lifecycle = " and @PathParam parameters.";
        String parts = "; messages in parts are String, ByteBuffer or byte[].";
        String beside = "; beside one message there may be Session, @PathParam and, for messages in parts, boolean.";
        String types = "; path parameters are String, a primitive or its class.";
        String note = Note.class.getTypeName();
        return Stream.of(
                fault(
                        OpenString.class,
                        ".on(Session, String) takes java.lang.String; @OnOpen takes Session, EndpointConfig"
                                + lifecycle),
                fault(
                        OpenCloseReason.class,
                        ".on(CloseReason) takes jakarta.websocket.CloseReason; @OnOpen takes Session, EndpointConfig"
                                + lifecycle),
                fault(OpenTwoSessions.class, ".on(Session, Session) takes two Sessions; one is enough."),
                fault(
                        OpenTwoConfigs.class,
                        ".on(EndpointConfig, EndpointConfig) takes two EndpointConfig parameters; one is enough."),
                fault(OpenTwice.class, " has 2 methods with @OnOpen: one, two; there may be one."),
                fault(OpenPathParam.class, ".on(Note) takes @PathParam(\"p\") as " + note + types),
                fault(
                        OpenUndeclaredPrimitive.class,
                        ".on(int) takes @PathParam(\"q\"), which the path does not have and is null therefore, as int; take it as"
                                + " Integer or name one of [p]."),
                fault(OpenNotPublic.class, ".on(Session) is not public; annotated methods must be."),
                fault(
                        CloseException.class,
                        ".on(Session, Exception) takes java.lang.Exception; @OnClose takes Session, CloseReason"
                                + lifecycle),
                fault(CloseTwice.class, " has 2 methods with @OnClose: one, two; there may be one."),
                fault(ClosePathParam.class, ".on(BigDecimal) takes @PathParam(\"p\") as java.math.BigDecimal" + types),
                fault(
                        ErrorWithoutThrowable.class,
                        ".on(Session) lacks the Throwable parameter that @OnError must take."),
                fault(
                        ErrorException.class,
                        ".on(Exception) takes java.lang.Exception; @OnError takes Session, Throwable" + lifecycle,
                        ".on(Exception) lacks the Throwable parameter that @OnError must take."),
                fault(
                        ErrorCloseReason.class,
                        ".on(Throwable, CloseReason) takes jakarta.websocket.CloseReason; @OnError takes Session, Throwable"
                                + lifecycle),
                fault(ErrorTwice.class, " has 2 methods with @OnError: one, two; there may be one."),
                fault(
                        ErrorPathParam.class,
                        ".on(Throwable, Object) takes @PathParam(\"p\") as java.lang.Object" + types),
                fault(MessageNone.class, ".on(Session, String) has no parameter for the message."),
                fault(MessageStringInt.class, ".on(String, int) takes java.lang.String and int" + beside),
                fault(MessageBufferInt.class, ".on(ByteBuffer, int) takes java.nio.ByteBuffer and int" + beside),
                fault(MessageStringBytes.class, ".on(String, byte[]) takes java.lang.String and byte[]" + beside),
                fault(
                        MessageThree.class,
                        ".on(String, boolean, boolean) takes java.lang.String and boolean and boolean" + beside),
                fault(
                        MessageConfig.class,
                        ".on(String, EndpointConfig) takes java.lang.String and jakarta.websocket.EndpointConfig"
                                + beside),
                fault(MessageReaderBoolean.class, ".on(Reader, boolean) takes java.io.Reader with a boolean" + parts),
                fault(
                        MessageStreamBoolean.class,
                        ".on(InputStream, Boolean) takes java.io.InputStream with a boolean" + parts),
                fault(
                        MessagePongBoolean.class,
                        ".on(PongMessage, boolean) takes jakarta.websocket.PongMessage with a boolean" + parts),
                fault(MessageIntBoolean.class, ".on(int, boolean) takes int with a boolean" + parts),
                fault(MessageTwoBooleans.class, ".on(boolean, boolean) takes boolean with a boolean" + parts),
                fault(MessageDecodedBoolean.class, ".on(Note, boolean) takes " + note + " with a boolean" + parts),
                fault(
                        MessageBigDecimal.class,
                        ".on(BigDecimal) takes java.math.BigDecimal, for which the endpoint has no decoder."),
                fault(
                        MessageOtherDecoder.class,
                        ".on(Note) takes " + note + ", for which the endpoint has no decoder."),
                fault(MessagePathParam.class, ".on(String, Note) takes @PathParam(\"p\") as " + note + types),
                fault(
                        MessageUnencodable.class,
                        ".on(String) returns java.util.concurrent.Future, for which the endpoint has no encoder."),
                fault(
                        MessageOtherEncoder.class,
                        ".on(String) returns " + note + ", for which the endpoint has no encoder."),
                fault(
                        MessageSize.class,
                        ".on(String) has the maxMessageSize -2; it is a number of bytes up to 2147483647, or -1 for no limit of its own."),
                fault(MessagePrivate.class, ".on(String) is not public; annotated methods must be."),
                twice(TextTwice.class, "TEXT", ".on(Reader)", ".on(String)"),
                twice(BinaryTwice.class, "BINARY", ".on(InputStream)", ".on(byte[], boolean)"),
                twice(PongTwice.class, "PONG", ".on(PongMessage)", ".on(PongMessage, Session)"),
                twice(DecodedTwice.class, "TEXT", ".on(Note)", ".on(int)"),
                fault(
                        Everything.class,
                        ".on(BigDecimal) takes java.math.BigDecimal, for which the endpoint has no decoder.",
                        ".on(String, Note) takes java.lang.String; @OnOpen takes Session, EndpointConfig" + lifecycle,
                        ".on(String, Note) takes " + note + "; @OnOpen takes Session, EndpointConfig" + lifecycle,
                        ".on(String, Note) is not public; annotated methods must be.",
                        ".on() lacks the Throwable parameter that @OnError must take."));
    }

    private static Arguments fault(Class<?> endpoint, String... faults) {
        return Arguments.of(
                endpoint,
                Arrays.stream(faults).map(fault -> endpoint.getName() + fault).toList());
    }

    private static Arguments twice(Class<?> endpoint, String kind, String one, String other) {
        return fault(
                endpoint,
                " has 2 @OnMessage methods for " + kind + " messages: " + endpoint.getName() + one + ", "
                        + endpoint.getName() + other + "; there may be one.");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isReported(Class<?> endpoint, List<String> expected) {
        DeploymentFaults faults = new DeploymentFaults();
        assertNull(EndpointDescriptor.annotated(endpoint, InstanceFactory.ofConstructors(), faults));
        assertEquals(expected, faults.all());
    }
}
