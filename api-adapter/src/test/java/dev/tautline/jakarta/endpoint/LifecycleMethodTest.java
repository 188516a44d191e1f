// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.DecodeException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code @OnOpen}, {@code @OnClose}, {@code @OnError} and path parameters. */
class LifecycleMethodTest {
    private static final CloseReason REASON = new CloseReason(CloseCodes.GOING_AWAY, "bye");

    @ServerEndpoint("/{name}")
    public static class Everything {
        final List<Object> seen = new ArrayList<>();

        @OnOpen
        public void open(@PathParam("name") String name, EndpointConfig config, Session session) {
            seen.addAll(List.of("open", name, config, session));
        }

        @OnClose
        public void close(CloseReason reason, @PathParam("name") String name, Session session) {
            seen.addAll(List.of("close", reason, name, session));
        }

        @OnError
        public void error(Session session, Throwable error, @PathParam("name") String name) {
            seen.addAll(List.of("error", session, error, name));
        }
    }

    @Test
    void areGivenTheirParametersInAnyOrder() throws Throwable {
        Deployed deployed = Deployed.of(Everything.class, Map.of("name", "ann"));
        Session session = deployed.recording.session;
        EndpointConfig config = deployed.descriptor.config();
        Throwable error = new IllegalStateException();
        deployed.binding.onOpen(config);
        assertTrue(deployed.binding.onError(error));
        deployed.binding.onClose(REASON);
        assertEquals(
                List.of(
                        "open", "ann", config, session, "error", session, error, "ann", "close", REASON, "ann",
                        session),
                ((Everything) deployed.binding.instance()).seen);
    }

    @ServerEndpoint("/")
    public static class Nothing {}

    @Test
    void mayBeAbsent() throws Throwable {
        Deployed deployed = Deployed.of(Nothing.class);
        deployed.binding.onOpen(deployed.descriptor.config());
        assertFalse(deployed.binding.onError(new IllegalStateException()));
        deployed.binding.onClose(REASON);
        assertEquals(List.of(), deployed.binding.receivers());
    }

    @ServerEndpoint("/")
    public static class WithoutParameters {
        int calls;

        @OnOpen
        public int open() {
            return calls++;
        }

        @OnClose
        public void close() {
            calls++;
        }
    }

    @Test
    void mayTakeNothing() throws Throwable {
        Deployed deployed = Deployed.of(WithoutParameters.class);
        deployed.binding.onOpen(deployed.descriptor.config());
        deployed.binding.onClose(REASON);
        assertEquals(2, ((WithoutParameters) deployed.binding.instance()).calls);
    }

    @ServerEndpoint("/{boolean}/{byte}/{short}/{int}/{long}/{float}/{double}/{char}")
    public static class Typed {
        @OnMessage
        public String primitives(
                @PathParam("boolean") boolean a,
                @PathParam("byte") byte b,
                @PathParam("short") short c,
                @PathParam("int") int d,
                @PathParam("long") long e,
                @PathParam("float") float f,
                @PathParam("double") double g,
                @PathParam("char") char h,
                String message) {
            return List.of(a, b, c, d, e, f, g, h, message).toString();
        }

        @OnMessage
        public String classes(
                byte[] message,
                @PathParam("boolean") Boolean a,
                @PathParam("byte") Byte b,
                @PathParam("short") Short c,
                @PathParam("int") Integer d,
                @PathParam("long") Long e,
                @PathParam("float") Float f,
                @PathParam("double") Double g,
                @PathParam("char") Character h,
                @PathParam("none") Integer none) {
            return List.of(a, b, c, d, e, f, g, h).toString() + none;
        }
    }

    @Test
    void pathParametersAreConverted() throws Throwable {
        Deployed deployed = Deployed.of(
                Typed.class,
                Map.of(
                        "boolean", "true", "byte", "1", "short", "2", "int", "3", "long", "4", "float", "5.5", "double",
                        "6.5", "char", "c"));
        deployed.text("m");
        deployed.binary("m");
        assertEquals(
                List.of("sendText [true, 1, 2, 3, 4, 5.5, 6.5, c, m]", "sendText [true, 1, 2, 3, 4, 5.5, 6.5, c]null"),
                deployed.sent());
    }

    @ServerEndpoint("/{n}")
    public static class Numbered {
        final List<Throwable> errors = new ArrayList<>();

        @OnOpen
        public void open(@PathParam("n") int n) {
            throw new AssertionError("called with " + n);
        }

        @OnError
        public void error(Throwable error) {
            errors.add(error);
        }
    }

    @Test
    void aPathParameterThatCannotBeConvertedIsADecodeException() throws Throwable {
        Deployed deployed = Deployed.of(Numbered.class, Map.of("n", "many"));
        DecodeException refused =
                assertThrows(DecodeException.class, () -> deployed.binding.onOpen(deployed.descriptor.config()));
        assertEquals("many", refused.getText());
        assertEquals("The path parameter \"n\": The text is no Integer.", refused.getMessage());
        assertTrue(deployed.binding.onError(refused));
        assertSame(refused, ((Numbered) deployed.binding.instance()).errors.get(0));
    }
}
