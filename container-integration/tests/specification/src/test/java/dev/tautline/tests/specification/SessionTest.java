// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** What a {@link Session} says of itself. */
class SessionTest {
    @RegisterExtension
    static final WebApplication APPLICATION =
            WebApplication.builder().path("/shop").start();

    @Test
    @Section("2.1.2")
    @DisplayName("address, query, path parameters, protocol version, subprotocol, extensions")
    void facts() {
        Recorder server = new Recorder();
        APPLICATION.deploy(ServerEndpointConfig.Builder.create(Recorder.class, "/facts/{name}/{rest}")
                .configurator(new WebApplication.Handing(server))
                .build());
        Recorder client = new Recorder();
        URI uri = APPLICATION.uri("/facts/Zo%C3%AB/b=c?x=1&y=two%20words&x=3");
        Pair.connect(client, uri);
        Session session = server.session();
        assertEquals(uri, session.getRequestURI());
        assertEquals(uri, client.session().getRequestURI());
        assertEquals("x=1&y=two%20words&x=3", session.getQueryString());
        assertEquals(Map.of("name", "Zo\u00eb", "rest", "b=c"), session.getPathParameters());
        assertEquals(List.of("1", "3"), session.getRequestParameterMap().get("x"));
        assertEquals(List.of("two words"), session.getRequestParameterMap().get("y"));
        for (Session one : List.of(session, client.session())) {
            assertEquals("13", one.getProtocolVersion());
            assertEquals("", one.getNegotiatedSubprotocol());
            assertEquals(List.of(), one.getNegotiatedExtensions());
            assertFalse(one.isSecure());
            assertTrue(one.isOpen());
            assertNull(one.getUserPrincipal());
        }
        assertEquals(Map.of(), client.session().getPathParameters());
        assertSame(APPLICATION.container(), session.getContainer());
        new Pair(server, client).close();
    }

    @Test
    @Section("2.1.2")
    @DisplayName("timeout and limits are the session's own")
    void settings() {
        try (Pair one = Pair.open(APPLICATION);
                Pair two = Pair.open(APPLICATION)) {
            for (Recorder end : one.ends()) {
                Session session = end.session();
                session.setMaxIdleTimeout(3_600_000);
                session.setMaxTextMessageBufferSize(1000);
                session.setMaxBinaryMessageBufferSize(2000);
                assertEquals(3_600_000, session.getMaxIdleTimeout());
                assertEquals(1000, session.getMaxTextMessageBufferSize());
                assertEquals(2000, session.getMaxBinaryMessageBufferSize());
                session.setMaxIdleTimeout(-1);
                assertTrue(session.getMaxIdleTimeout() <= 0, "no timeout");
            }
            for (Recorder end : two.ends()) {
                assertEquals(1024 * 1024, end.session().getMaxTextMessageBufferSize());
                assertEquals(1024 * 1024, end.session().getMaxBinaryMessageBufferSize());
                assertEquals(0, end.session().getMaxIdleTimeout());
            }
        }
    }

    @Test
    @Section("2.1.2")
    @DisplayName("a closed session says so; closing it again is no error")
    void closed() throws Exception {
        Pair pair = Pair.open(APPLICATION);
        pair.close();
        for (Recorder end : pair.ends()) {
            Session session = end.session();
            Await.until("the session is closed", () -> !session.isOpen());
            calls(session)
                    .forEach((name, call) ->
                            assertThrows(IllegalStateException.class, call, name + " of a closed session"));
            session.close();
            session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "again"));
            assertEquals(1, end.closes());
            assertTrue(session.getId().length() > 0);
        }
    }

    private static Map<String, Executable> calls(Session session) {
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("getAsyncRemote", session::getAsyncRemote);
        calls.put("getBasicRemote", session::getBasicRemote);
        calls.put("getContainer", session::getContainer);
        calls.put("getMaxBinaryMessageBufferSize", session::getMaxBinaryMessageBufferSize);
        calls.put("getMaxIdleTimeout", session::getMaxIdleTimeout);
        calls.put("getMaxTextMessageBufferSize", session::getMaxTextMessageBufferSize);
        calls.put("getMessageHandlers", session::getMessageHandlers);
        calls.put("getNegotiatedExtensions", session::getNegotiatedExtensions);
        calls.put("getNegotiatedSubprotocol", session::getNegotiatedSubprotocol);
        calls.put("getOpenSessions", session::getOpenSessions);
        calls.put("getPathParameters", session::getPathParameters);
        calls.put("getProtocolVersion", session::getProtocolVersion);
        calls.put("getQueryString", session::getQueryString);
        calls.put("getRequestParameterMap", session::getRequestParameterMap);
        calls.put("getRequestURI", session::getRequestURI);
        calls.put("getUserPrincipal", session::getUserPrincipal);
        calls.put("getUserProperties", session::getUserProperties);
        calls.put("isSecure", session::isSecure);
        calls.put("setMaxIdleTimeout", () -> session.setMaxIdleTimeout(1));
        calls.put("setMaxTextMessageBufferSize", () -> session.setMaxTextMessageBufferSize(1));
        calls.put("setMaxBinaryMessageBufferSize", () -> session.setMaxBinaryMessageBufferSize(1));
        calls.put(
                "addMessageHandler",
                () -> session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {}));
        return calls;
    }
}
