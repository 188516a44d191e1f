// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HTTP session of a handshake means for the session, also when it changes while the session opens. {@link BrowserRequest} is duke's. */
class AuthenticatedSessionsTest {
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();
    private static final String ENDED = "close 1008 \"The HTTP session has ended\"";
    private static final String LOGGED_OUT = "close 1008 \"The user has logged out\"";

    private final EngineRuntime runtime = EngineRuntime.acquire(this);

    /** What the HTTP server answers, one after the other; the last for ever. "-" for a session that has ended. */
    private final Deque<String> ids = new ArrayDeque<>();

    private final JakartaServerContainer container = new JakartaServerContainer(
            runtime,
            name -> null,
            getClass().getClassLoader(),
            new TellingInstances(EVENTS),
            (request, response, responder) -> {},
            httpSession -> {
                String id = ids.size() > 1 ? ids.remove() : ids.element();
                return id.equals("-") ? null : id;
            });

    /** Tells when it opens and closes. */
    public static class Account extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            EVENTS.add("open");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            EVENTS.add("close " + reason.getCloseCode().getCode());
        }
    }

    @BeforeEach
    void deploy() throws Exception {
        EVENTS.clear();
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(Account.class, "/account").build());
    }

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    private static void expect(String event) throws InterruptedException {
        assertEquals(event, EVENTS.poll(60, TimeUnit.SECONDS));
    }

    private Consumer<Transport> accept(String... answers) {
        ids.addAll(Arrays.asList(answers));
        Consumer<Transport> accept = container
                .respond(new BrowserRequest("/account"))
                .toCompletableFuture()
                .join()
                .accept();
        assertNotNull(accept);
        return accept;
    }

    private MemoryTransport open(String... answers) throws InterruptedException {
        return open(accept(answers));
    }

    private static MemoryTransport open(Consumer<Transport> accept) throws InterruptedException {
        MemoryTransport transport = new MemoryTransport();
        accept.accept(transport);
        expect("open");
        return transport;
    }

    private static void assertEnds(MemoryTransport transport) throws InterruptedException {
        assertEnds(transport, ENDED);
    }

    /** Whoever writes for a session may be another thread, which has written when the session has closed. */
    private static void assertEnds(MemoryTransport transport, String frame) throws InterruptedException {
        transport.receive(Frames.close(1008, "", true));
        expect("close 1008");
        expect("end");
        assertEquals(frame, transport.takeFrames());
    }

    @Test
    void endsWithItsHttpSessionOnly() throws Exception {
        MemoryTransport transport = open("a");
        assertEquals(0, container.httpSessionEnded("b"));
        assertEquals("", transport.takeFrames());
        assertEquals(1, container.httpSessionEnded("a"));
        assertEnds(transport);
        assertEquals(0, container.httpSessionEnded("a"));
    }

    @Test
    void followsAnIdThatChanges() throws Exception {
        MemoryTransport transport = open("a");
        container.httpSessionIdChanged("a", "b");
        assertEquals(0, container.httpSessionEnded("a"));
        assertEquals(1, container.httpSessionEnded("b"));
        assertEnds(transport);
    }

    @Test
    void seesAnIdThatChangedBehindItsFirstLook() throws Exception {
        MemoryTransport transport = open("a", "b");
        assertEquals(0, container.httpSessionEnded("a"));
        assertEquals(1, container.httpSessionEnded("b"));
        assertEnds(transport);
    }

    @Test
    void endsAtOnceWithAnHttpSessionThatEndedBeforeItsFirstLook() throws Exception {
        assertEnds(open("-"));
    }

    @Test
    void endsAtOnceWithAnHttpSessionThatEndedBehindItsFirstLook() throws Exception {
        assertEnds(open("a", "-"));
    }

    @Test
    void endsASessionWhoseHttpSessionEndedBetweenHandshakeAndOpening() throws Exception {
        Consumer<Transport> accept = accept("a");
        container.httpSessionIdChanged("a", "b");
        assertEquals(1, container.httpSessionEnded("b"));
        assertEnds(open(accept));
    }

    @Test
    void endsASessionWhoseUserLoggedOutBetweenHandshakeAndOpening() throws Exception {
        Consumer<Transport> accept = accept("a");
        assertEquals(1, container.logout("duke"));
        assertEnds(open(accept), LOGGED_OUT);
    }

    @Test
    void asksTheHttpSessionNothingOnceTheRequestIsOver() throws Exception {
        Consumer<Transport> accept = accept("a");
        ids.clear();
        ids.add("-");
        MemoryTransport transport = open(accept);
        assertEquals("", transport.takeFrames());
        assertEquals(1, container.httpSessionEnded("a"));
        assertEnds(transport);
    }

    @Test
    void forgetsAHandshakeOfWhichNoSessionComes() {
        ids.add("a");
        container
                .respond(new BrowserRequest("/account"))
                .toCompletableFuture()
                .join()
                .abandon()
                .run();
        assertEquals(0, container.httpSessionEnded("a"));
        assertEquals(0, container.logout("duke"));
    }

    @Test
    void forgetsASessionThatHasClosed() throws Exception {
        MemoryTransport transport = open("a");
        transport.receive(Frames.close(1000, "", true));
        expect("close 1000");
        expect("end");
        assertEquals(0, container.httpSessionEnded("a"));
        assertEquals(0, container.logout("duke"));
    }

    @Test
    void logsOutTheUserItNames() throws Exception {
        MemoryTransport transport = open("a");
        assertEquals(0, container.logout("mickey"));
        assertEquals("", transport.takeFrames());
        assertEquals(1, container.logout("duke"));
        assertEnds(transport, LOGGED_OUT);
    }
}
