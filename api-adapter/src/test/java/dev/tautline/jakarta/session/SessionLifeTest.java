// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Encoder;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.SessionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionLifeTest {
    private final SessionFixture fixture = new SessionFixture();
    private final RecordingEndpoint endpoint = fixture.endpoint;
    private final JakartaSession session = fixture.session;

    private static CloseReason reason(int code, String phrase) {
        return new CloseReason(() -> code, phrase);
    }

    private static void close(Session session, int code, String phrase) {
        try {
            session.close(reason(code, phrase));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void opensBeforeAnythingIsRead() {
        endpoint.onOpen = opened ->
                opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) m -> endpoint.events.add(m));
        session.start();
        fixture.transport.receive(Frames.text("early", true));
        assertEquals(List.of(), endpoint.take());
        fixture.runtime.runAll();
        assertEquals(List.of("open", "early"), endpoint.take());
        assertEquals(List.of("opened"), fixture.life);
    }

    @Test
    void tellsWhatTheHandshakeLeft() {
        fixture.started();
        assertEquals("ws://host:8080/app/room/1?q=2", session.getRequestURI().toString());
        assertEquals("q=2", session.getQueryString());
        assertEquals(Map.of("room", "1"), session.getPathParameters());
        assertEquals(Map.of("room", List.of("1"), "q", List.of("2")), session.getRequestParameterMap());
        assertEquals("chat", session.getNegotiatedSubprotocol());
        assertEquals(List.of(), session.getNegotiatedExtensions());
        assertEquals("13", session.getProtocolVersion());
        assertSame(SessionFixture.USER, session.getUserPrincipal());
        assertFalse(session.isSecure());
        assertEquals(Set.of(session), session.getOpenSessions());
        assertNotEquals(session.getId(), new SessionFixture().session.getId());
    }

    @Test
    void peerClosesWithCodeAndReason() {
        fixture.started();
        fixture.receive(Frames.close(4001, "bye", true));
        assertEquals("close 4001 \"bye\"", fixture.sent());
        assertEquals(List.of("open", "close 4001 'bye'"), endpoint.take());
        assertFalse(session.isOpen());
        assertEquals(List.of("opened", "closed", "let go", "released"), fixture.life);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 4999})
    void everyCodeOfThePeerArrives(int code) {
        fixture.started();
        fixture.receive(Frames.close(code, "", true));
        assertEquals(List.of("open", "close " + code + " ''"), endpoint.take());
    }

    @Test
    void peerClosesWithoutACode() {
        fixture.started();
        fixture.receive(Frames.close(true));
        assertEquals("close", fixture.sent());
        assertEquals(List.of("open", "close 1005 ''"), endpoint.take());
    }

    @Test
    void closesNormally() throws IOException {
        fixture.started();
        session.close();
        assertEquals("close 1000 \"\"", fixture.sent());
        assertEquals(List.of("open"), endpoint.take());
        assertTrue(session.isOpen());
        fixture.receive(Frames.close(1000, "", true));
        assertEquals(List.of("close 1000 ''"), endpoint.take());
        assertFalse(session.isOpen());
    }

    @Test
    void localReasonIsReportedWhateverThePeerAnswers() {
        fixture.started();
        close(session, 4002, "mine");
        assertEquals("close 4002 \"mine\"", fixture.sent());
        fixture.receive(Frames.close(1000, "yours", true));
        assertEquals(List.of("open", "close 4002 'mine'"), endpoint.take());
    }

    @Test
    void localReasonIsReportedWhereThePeerNeverAnswers() {
        fixture.started();
        close(session, 4002, "mine");
        fixture.advance(Duration.ofSeconds(30));
        assertEquals(List.of("open", "close 4002 'mine'"), endpoint.take());
        assertTrue(fixture.transport.isClosed());
    }

    @Test
    void firstCloseCounts() {
        fixture.started();
        close(session, 4002, "first");
        close(session, 4003, "second");
        assertEquals("close 4002 \"first\"", fixture.sent());
        fixture.receive(Frames.close(4002, "", true));
        assertEquals(List.of("open", "close 4002 'first'"), endpoint.take());
    }

    @Test
    void closeAfterThePeersChangesNothing() {
        fixture.started();
        fixture.receive(Frames.close(4001, "theirs", true));
        SessionFixture other = new SessionFixture();
        other.endpoint.onClose = closing -> close(closing, 4002, "late");
        other.started();
        other.receive(Frames.close(4001, "theirs", true));
        assertEquals("close 4001 \"theirs\"", other.sent());
        assertEquals(List.of("open", "close 4001 'theirs'"), other.endpoint.take());
    }

    @Test
    void closeAfterAnIdleTimeoutStaysAnIdleTimeout() {
        fixture.started();
        session.setMaxIdleTimeout(100);
        fixture.advance(Duration.ofMillis(100));
        close(session, 4002, "late");
        assertEquals("close 1001 \"idle timeout\"", fixture.sent());
        fixture.receive(Frames.close(1001, "", true));
        assertEquals(List.of("open", "close 1006 'idle timeout'"), endpoint.take());
    }

    @Test
    void closeWithoutACodeIsAnEmptyFrame() {
        fixture.started();
        assertDoesNotThrow(() -> session.close(new CloseReason(CloseCodes.NO_STATUS_CODE, "")));
        assertEquals("close", fixture.sent());
        fixture.receive(Frames.close(true));
        assertEquals(List.of("open", "close 1005 ''"), endpoint.take());
    }

    @ParameterizedTest
    @ValueSource(ints = {1004, 1006, 1015, 1016, 2999})
    void codesThatMayNotBeOnTheWireAreRefused(int code) {
        fixture.started();
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> session.close(reason(code, "x")));
        assertTrue(refused.getMessage().contains(Integer.toString(code)), refused.getMessage());
        assertTrue(session.isOpen());
        assertEquals("", fixture.sent());
    }

    @Test
    void closeNeedsAReason() {
        fixture.started();
        assertThrows(IllegalArgumentException.class, () -> session.close((CloseReason) null));
        assertTrue(session.isOpen());
    }

    @Test
    void connectionBreaks() {
        fixture.started();
        fixture.transport.reset();
        fixture.runtime.runAll();
        assertEquals(List.of("open", "error SessionException", "close 1006 ''"), endpoint.take());
        SessionException error = assertInstanceOf(SessionException.class, endpoint.errors.get(0));
        assertSame(session, error.getSession());
        assertInstanceOf(IOException.class, error.getCause());
    }

    @Test
    void peerLeavesWithoutAWord() {
        fixture.started();
        fixture.transport.eof();
        fixture.runtime.runAll();
        assertEquals(List.of("open", "close 1006 ''"), endpoint.take());
        assertFalse(session.isOpen());
    }

    @Test
    void violationOfThePeer() {
        fixture.started();
        fixture.receive(Frames.text("not masked", false));
        assertTrue(fixture.sent().startsWith("close 1002"));
        fixture.advance(Duration.ofSeconds(30));
        assertEquals(
                List.of("error SessionException", "close 1002"),
                endpoint.take().stream()
                        .skip(1)
                        .map(event -> event.replaceAll(" '.*", ""))
                        .toList());
        assertSame(session, ((SessionException) endpoint.errors.get(0)).getSession());
    }

    @Test
    void idleTimeoutIsReportedAs1006() {
        fixture.started();
        session.setMaxIdleTimeout(1);
        assertEquals(1, session.getMaxIdleTimeout());
        fixture.advance(Duration.ofMillis(1));
        fixture.advance(Duration.ofSeconds(30));
        assertEquals(List.of("open", "close 1006 'idle timeout'"), endpoint.take());
    }

    @Test
    void trafficKeepsASessionAliveAndNoTimeoutIsNone() {
        fixture.started();
        session.setMaxIdleTimeout(1500);
        for (int i = 0; i < 5; i++) {
            fixture.advance(Duration.ofMillis(500));
            fixture.receive(Frames.ping("", true));
        }
        assertTrue(session.isOpen());
        session.setMaxIdleTimeout(-1);
        assertEquals(0, session.getMaxIdleTimeout());
        fixture.advance(Duration.ofDays(10));
        assertEquals(List.of("open"), endpoint.take());
    }

    @Test
    void onCloseRunsOnceWhateverEndsCome() {
        fixture.started();
        fixture.receive(Frames.close(1000, "", true));
        fixture.transport.eof();
        fixture.transport.reset();
        session.connection().terminate();
        fixture.advance(Duration.ofMinutes(1));
        assertEquals(List.of("open", "close 1000 ''"), endpoint.take());
        assertEquals(List.of("opened", "closed", "let go", "released"), fixture.life);
    }

    @Test
    void isOpenUntilOnCloseHasRun() {
        boolean[] open = new boolean[1];
        endpoint.onClose = closing -> {
            open[0] = closing.isOpen() && closing.getOpenSessions().contains(closing);
            assertEquals("1", closing.getPathParameters().get("room"));
        };
        fixture.started();
        fixture.receive(Frames.close(1000, "", true));
        assertTrue(open[0]);
        assertFalse(session.isOpen());
    }

    @Test
    void closedSessionRefusesAllButCloseAndIsOpenAndGetId() throws Exception {
        fixture.started();
        fixture.receive(Frames.close(1000, "", true));
        int refused = 0;
        for (Method method : Session.class.getMethods()) {
            if (Set.of("close", "isOpen", "getId").contains(method.getName())) {
                continue;
            }
            Object[] arguments = List.of(method.getParameterTypes()).stream()
                    .map(type -> type == int.class ? (Object) 1 : type == long.class ? (Object) 1L : null)
                    .toArray();
            InvocationTargetException failure = assertThrows(
                    InvocationTargetException.class, () -> method.invoke(session, arguments), method::getName);
            assertInstanceOf(IllegalStateException.class, failure.getCause(), method::getName);
            refused++;
        }
        assertTrue(refused > 20);
        session.close();
        assertDoesNotThrow(session::getId);
        assertFalse(session.isOpen());
    }

    @Test
    void faultInOnOpenReachesOnErrorAndCloses() {
        endpoint.onOpen = opened -> {
            throw new IllegalArgumentException("in onOpen");
        };
        fixture.started();
        assertEquals("close 1011 \"\"", fixture.sent());
        fixture.receive(Frames.close(1011, "", true));
        assertEquals(List.of("open", "error IllegalArgumentException", "close 1011 ''"), endpoint.take());
        assertEquals(List.of("opened", "closed", "let go", "released"), fixture.life);
    }

    @Test
    void faultInAHandlerReachesOnErrorAndTheSessionGoesOn() {
        endpoint.onOpen = opened -> opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            if (message.equals("bad")) {
                throw new IllegalStateException(message);
            }
            endpoint.events.add(message);
        });
        endpoint.onError =
                error -> assertDoesNotThrow(() -> session.getBasicRemote().sendText("sorry"));
        fixture.started();
        fixture.receive(Frames.text("bad", true), Frames.text("good", true));
        assertEquals(List.of("open", "error IllegalStateException", "good"), endpoint.take());
        assertEquals("text \"sorry\"", fixture.sent());
    }

    @Test
    void faultInOnErrorEndsNothing() {
        endpoint.onOpen = opened -> opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            endpoint.events.add(message);
            throw new IllegalStateException(message);
        });
        endpoint.onError = error -> {
            throw new IllegalStateException("in onError");
        };
        fixture.started();
        fixture.receive(Frames.text("a", true), Frames.text("b", true));
        assertEquals(
                List.of("open", "a", "error IllegalStateException", "b", "error IllegalStateException"),
                endpoint.take());
        assertTrue(session.isOpen());
    }

    @Test
    void faultInOnCloseReachesOnErrorAndLeavesNothing() {
        endpoint.onClose = closing -> {
            throw new IllegalStateException("in onClose");
        };
        fixture.started();
        fixture.receive(Frames.close(1000, "", true));
        assertEquals(List.of("open", "close 1000 ''", "error IllegalStateException"), endpoint.take());
        assertEquals(List.of("opened", "closed", "let go", "released"), fixture.life);
        assertFalse(session.isOpen());
    }

    @Test
    void callbacksRunUnderTheLoaderOfTheApplication() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        endpoint.onOpen = opened -> opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) message -> {
            endpoint.loaders.add(Thread.currentThread().getContextClassLoader());
            throw new IllegalStateException();
        });
        fixture.started();
        fixture.receive(Frames.text("x", true));
        fixture.receive(Frames.close(1000, "", true));
        assertEquals(List.of(fixture.loader, fixture.loader, fixture.loader, fixture.loader), endpoint.loaders);
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void containerClosesOnce() {
        fixture.started();
        session.close(1001, "");
        session.close(1001, "");
        assertEquals("close 1001 \"\"", fixture.sent());
        fixture.receive(Frames.close(1001, "", true));
        assertEquals(List.of("open", "close 1001 ''"), endpoint.take());
    }

    @Test
    void endpointWithoutOnErrorIsNoneTheWorse() {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.annotated = new Silent();
        SessionFixture silent = new SessionFixture(setup).started();
        silent.receive(Frames.text("x", true), Frames.text("y", true));
        assertEquals("text \"y\"", silent.sent());
        assertNull(((Silent) setup.annotated).missing);
    }

    @Test
    void errorsOfTheEndLeaveNothing() {
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.encoders = List.of(Unending.class);
        setup.release = () -> {
            throw new NoClassDefFoundError("com/example/Gone");
        };
        SessionFixture failing = new SessionFixture(setup);
        failing.session.closeHooks().add(() -> {
            throw new AssertionError("in a hook");
        });
        failing.started();
        failing.receive(Frames.close(1000, "", true));
        assertEquals(List.of("open", "close 1000 ''"), failing.endpoint.take());
        assertEquals(List.of("opened", "closed", "let go", "released"), failing.life);
    }

    @Test
    void whatWaitsForTheEndIsToldOutsideOfTheScope() {
        List<String> life = new ArrayList<>();
        SessionFixture.Setup setup = new SessionFixture.Setup();
        setup.scope = () -> {
            life.add("scope");
            return () -> life.add("scope ends");
        };
        SessionFixture scoped = new SessionFixture(setup, life).started();
        scoped.receive(Frames.close(1000, "", true));
        assertEquals(
                List.of("scope", "opened", "scope ends", "scope", "closed", "let go", "scope ends", "released"), life);
    }

    /** Its class went before it. */
    public static class Unending implements Encoder.Text<List<?>> {
        @Override
        public String encode(List<?> object) {
            return "";
        }

        @Override
        public void destroy() {
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }

    /** Has no {@code onError}. */
    public static class Silent {
        Object missing;

        @jakarta.websocket.OnMessage
        public String onMessage(String message) {
            if (message.equals("x")) {
                throw new IllegalStateException(message);
            }
            return message;
        }
    }
}
