// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.jakarta.TautlineContainer;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Endpoints and sessions of the Jakarta client: Jakarta WebSocket §3.2 and what its container adds. */
class JakartaClientTest extends JakartaClientFixture {
    /** An annotated endpoint. */
    @ClientEndpoint(subprotocols = {"chat", "superchat"})
    public static class Annotated {
        static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

        @OnOpen
        public void open(Session session) throws IOException {
            TOLD.add("open " + session.getNegotiatedSubprotocol());
            session.getBasicRemote().sendText("from onOpen");
        }

        @OnMessage
        public String message(String text) {
            TOLD.add("text " + text);
            return text.length() < 14 ? text + "!" : null;
        }

        @OnClose
        public void close(CloseReason reason) {
            TOLD.add("close " + reason.getCloseCode().getCode());
        }

        @OnError
        public void error(Throwable thrown) {
            TOLD.add("error " + thrown);
        }
    }

    /** Has no constructor that a container could call. */
    @ClientEndpoint
    public abstract static class Unmakable {
        final BlockingQueue<String> told;

        Unmakable(BlockingQueue<String> told) {
            this.told = told;
        }

        @OnMessage
        public void message(String text) {
            told.add("local " + text);
        }
    }

    /** What an application makes itself. */
    @ClientEndpoint
    public static final class Given extends Unmakable {
        Given(BlockingQueue<String> told) {
            super(told);
        }
    }

    @Test
    @DisplayName("the platform's lookup finds this client, a new container at each call")
    void provider() {
        assertEquals(
                TautlineContainer.class,
                ContainerProvider.getWebSocketContainer().getClass());
        assertNotSame(ContainerProvider.getWebSocketContainer(), ContainerProvider.getWebSocketContainer());
    }

    @Test
    @DisplayName("an annotated class: subprotocols, onOpen before the session is returned, return values, close")
    void annotatedClass() throws Exception {
        Annotated.TOLD.clear();
        try (ScriptedServer server = echo("Sec-WebSocket-Protocol: superchat\r\n")) {
            Session session = container.connectToServer(Annotated.class, at(server, "/a?b=c&b=d%20e"));
            assertEquals("open superchat", Annotated.TOLD.poll(), "connectToServer returned before onOpen");
            assertEquals("text from onOpen", take(Annotated.TOLD));
            assertEquals("text from onOpen!", take(Annotated.TOLD));
            assertEquals("text from onOpen!!", take(Annotated.TOLD));
            assertEquals("text from onOpen!!!", take(Annotated.TOLD));
            String head = take(heads);
            assertTrue(head.startsWith("GET /a?b=c&b=d%20e HTTP/1.1\r\n"), head);
            assertEquals("chat, superchat", Upgrades.field(head, "Sec-WebSocket-Protocol"));
            assertEquals("13", Upgrades.field(head, "Sec-WebSocket-Version"));
            assertEquals("", Upgrades.field(head, "Sec-WebSocket-Extensions"), "nothing is offered unasked");
            assertEquals(at(server, "/a?b=c&b=d%20e"), session.getRequestURI());
            assertEquals("b=c&b=d%20e", session.getQueryString());
            assertEquals(List.of("c", "d e"), session.getRequestParameterMap().get("b"));
            assertSame(container, session.getContainer());
            assertEquals(1, session.getOpenSessions().size());
            assertFalse(session.isSecure());
            session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "bye"));
            assertEquals("closed 1001", take(heads));
            assertEquals("close 1001", take(Annotated.TOLD));
        }
    }

    @Test
    @DisplayName("an annotated instance is used as it is, also of a class that only the application can create")
    void annotatedInstance() throws Exception {
        try (ScriptedServer server = echo("")) {
            Session session = container.connectToServer(new Given(told), at(server, "/"));
            session.getBasicRemote().sendText("hello");
            assertEquals("local hello", take(told));
            session.close();
            assertThrows(DeploymentException.class, () -> container.connectToServer(Given.class, at(server, "/")));
        }
    }

    /** Created for each connection. */
    public static final class Created extends Endpoint {
        static final AtomicInteger COUNT = new AtomicInteger();

        public Created() {
            COUNT.incrementAndGet();
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.getUserProperties().put("mine", "yes");
        }
    }

    @Test
    @DisplayName("a programmatic class is created for each connection; user properties are each session's own")
    void programmaticClass() throws Exception {
        int before = Created.COUNT.get();
        ClientEndpointConfig config = with(Map.of("given", "1"));
        try (ScriptedServer server = echo("")) {
            Session one = container.connectToServer(Created.class, config, at(server, "/"));
            Session other = container.connectToServer(Created.class, config, at(server, "/"));
            assertEquals(before + 2, Created.COUNT.get());
            assertEquals("1", other.getUserProperties().get("given"));
            assertEquals("yes", one.getUserProperties().get("mine"));
            assertFalse(config.getUserProperties().containsKey("mine"));
            one.close();
            other.close();
        }
    }

    @Test
    @DisplayName("a container that closes closes its sessions with 1001 and connects nothing more")
    void closes() throws Exception {
        try (ScriptedServer server = echo("")) {
            TautlineContainer own = new TautlineContainer();
            own.connectToServer(new Telling(), null, at(server, "/"));
            take(heads);
            own.close();
            assertEquals("closed 1001", take(heads));
            assertEquals("open", take(told));
            assertEquals("close 1001", take(told));
            assertThrows(IllegalStateException.class, () -> own.connectToServer(new Telling(), null, at(server, "/")));
        }
    }

    @Test
    @DisplayName("an application that stops ends its clients, and those that are still connecting")
    void applicationEnds() throws Exception {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try (ScriptedServer server = echo("");
                ScriptedServer silent = new ScriptedServer(peer -> {
                    heads.add(peer.readHead());
                    peer.input().readAllBytes();
                })) {
            container.connectToServer(new Telling(), null, at(server, "/"));
            take(heads);
            CompletableFuture<String> connecting = CompletableFuture.supplyAsync(() -> {
                Thread.currentThread().setContextClassLoader(application);
                try {
                    container.connectToServer(new Telling(), null, at(silent, "/"));
                    return "connected";
                } catch (IOException e) {
                    return "ended";
                } catch (DeploymentException e) {
                    return e.toString();
                }
            });
            take(heads);
            ClientShare.end(application).get(60, TimeUnit.SECONDS);
            assertEquals("closed 1001", take(heads));
            assertEquals("ended", connecting.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    @DisplayName("onOpen that throws: onError, close with 1011, and the session is returned closed or closing")
    void failingOpen() throws Exception {
        Endpoint failing = new Endpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
                throw new IllegalStateException("not today");
            }

            @Override
            public void onError(Session session, Throwable thrown) {
                told.add("error " + thrown.getMessage());
            }
        };
        try (ScriptedServer server = echo("")) {
            container.connectToServer(failing, null, at(server, "/"));
            assertEquals("error not today", take(told));
            take(heads);
            assertEquals("closed 1011", take(heads));
        }
    }

    @Test
    @DisplayName("callbacks of different sessions run at the same time, and one may wait for the other")
    void concurrentCallbacks() throws Exception {
        CompletableFuture<String> second = new CompletableFuture<>();
        try (ScriptedServer server = echo("")) {
            Session waiting = container.connectToServer(
                    new Endpoint() {
                        @Override
                        public void onOpen(Session session, EndpointConfig config) {
                            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                                told.add("waited for " + second.join());
                            });
                        }
                    },
                    null,
                    at(server, "/"));
            Session other = container.connectToServer(
                    new Endpoint() {
                        @Override
                        public void onOpen(Session session, EndpointConfig config) {
                            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) second::complete);
                        }
                    },
                    null,
                    at(server, "/"));
            waiting.getBasicRemote().sendText("wait");
            other.getBasicRemote().sendText("now");
            assertEquals("waited for now", take(told));
            waiting.close();
            other.close();
        }
    }
}
