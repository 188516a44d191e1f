// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.injection.ApplicationInstances;
import dev.tautline.spec.UpgradeRequest;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployment and the life of sessions in one container, on the real runtime. */
class JakartaServerContainerTest {
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Session> OPENED = new LinkedBlockingQueue<>();
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    private final EngineRuntime runtime = EngineRuntime.acquire(this);
    private Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> asked;
    private final JakartaServerContainer container = new JakartaServerContainer(
            runtime,
            name -> null,
            getClass().getClassLoader(),
            new TellingInstances(EVENTS),
            (request, response, responder) -> asked = responder,
            Object::toString);

    private static void assertClosed(int code) throws InterruptedException {
        assertEquals("close " + code, EVENTS.poll(60, TimeUnit.SECONDS));
        assertEquals("end", EVENTS.poll(60, TimeUnit.SECONDS));
    }

    @BeforeEach
    void forget() {
        EVENTS.clear();
        OPENED.clear();
        gate = new CountDownLatch(0);
    }

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    /** Tells of its sessions. */
    public static class Room extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            try {
                assertTrue(gate.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            OPENED.add(session);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            EVENTS.add("close " + reason.getCloseCode().getCode());
        }
    }

    /** Has a path of its own. */
    @ServerEndpoint("/good")
    public static class Good {
        @OnMessage
        public String onMessage(String message) {
            return message;
        }
    }

    /** Two methods for texts. */
    @ServerEndpoint("/bad")
    public static class Bad {
        @OnMessage
        public void one(String message) {
            // Not called.
        }

        @OnMessage
        public void two(String message) {
            // Not called.
        }
    }

    /** A malformed path. */
    @ServerEndpoint("no-slash")
    public static class Worse {}

    private static ServerEndpointConfig room(String path) {
        return ServerEndpointConfig.Builder.create(Room.class, path).build();
    }

    private boolean serves(String path) {
        return container.handles(new BrowserRequest(path));
    }

    private UpgradeAnswer answer(String path) {
        return container.respond(new BrowserRequest(path)).toCompletableFuture().join();
    }

    private static MemoryTransport accept(UpgradeAnswer answer) {
        MemoryTransport transport = new MemoryTransport();
        assertNotNull(answer.accept(), () -> "refused with " + answer.status()).accept(transport);
        return transport;
    }

    private static <T> T assertNotNull(T value, java.util.function.Supplier<String> message) {
        org.junit.jupiter.api.Assertions.assertNotNull(value, message);
        return value;
    }

    private Session open(String path) throws InterruptedException {
        accept(answer(path));
        return opened();
    }

    private static Session opened() throws InterruptedException {
        Session session = OPENED.poll(60, TimeUnit.SECONDS);
        assertNotNull(session, () -> "no session opened");
        return session;
    }

    @Test
    void deploysWhatAnApplicationHas() throws DeploymentException {
        container.deploy(new ApplicationEndpoints(Set.of(Good.class), Set.of(room("/room/{name}"))));
        assertTrue(serves("/good"));
        assertTrue(serves("/room/1"));
        assertFalse(serves("/room"));
    }

    @Test
    void oneInvalidEndpointRefusesTheApplicationWithAllFaults() throws DeploymentException {
        container.addEndpoint(room("/early"));
        DeploymentException refused = assertThrows(
                DeploymentException.class,
                () -> container.deploy(
                        new ApplicationEndpoints(Set.of(Good.class, Bad.class, Worse.class), Set.of(room("/late")))));
        assertTrue(refused.getMessage().contains("Bad"), refused.getMessage());
        assertTrue(refused.getMessage().contains("Worse"), refused.getMessage());
        for (String path : List.of("/early", "/late", "/good", "/bad")) {
            assertFalse(serves(path), path);
        }
        assertThrows(DeploymentException.class, () -> container.addEndpoint(room("/later")));
        assertFalse(serves("/later"));
    }

    @Test
    void equalPathsRefuseTheApplication() throws DeploymentException {
        container.addEndpoint(room("/a/{x}"));
        assertThrows(DeploymentException.class, () -> container.addEndpoint(room("/a/{y}")));
        assertFalse(serves("/a/1"));
    }

    @Test
    void deploymentThatFailsAfterTheStartFailsAlone() throws DeploymentException {
        container.addEndpoint(room("/early"));
        container.applicationStarted();
        assertThrows(DeploymentException.class, () -> container.addEndpoint(Bad.class));
        container.addEndpoint(Good.class);
        assertTrue(serves("/early"));
        assertTrue(serves("/good"));
        assertFalse(serves("/bad"));
    }

    @Test
    void whatCannotBeEndedKeepsNothingElse() {
        container.onEnd(() -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });
        container.onEnd(() -> EVENTS.add("ended"));
        assertTrue(container.shutdown().toCompletableFuture().isDone());
        assertEquals("ended", EVENTS.poll());
    }

    @Test
    void firstHandshakeEndsTheSearchForInstances() throws Exception {
        Map<String, Object> attributes = new HashMap<>();
        ApplicationInstances instances =
                ApplicationInstances.of(getClass().getClassLoader(), name -> null, attributes::get);
        JakartaServerContainer searching = new JakartaServerContainer(
                runtime, name -> null, getClass().getClassLoader(), instances, (a, b, c) -> {}, Object::toString);
        searching.addEndpoint(room("/early"));
        UpgradeAnswer answer = searching
                .respond(new BrowserRequest("/early"))
                .toCompletableFuture()
                .join();
        assertNotNull(answer.accept(), () -> "refused with " + answer.status());
        attributes.put(ApplicationInstances.NAME, new TellingInstances(EVENTS));
        assertFalse(instances.isPending());
        assertEquals("constructors", instances.toString());
    }

    @Test
    void openSessionsAreThoseOfTheSameEndpoint() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        container.addEndpoint(room("/b"));
        Session one = open("/a/1");
        Session two = open("/a/2");
        Session other = open("/b");
        assertEquals(Set.of(one, two), one.getOpenSessions());
        assertEquals(Set.of(other), other.getOpenSessions());
        assertSame(container, one.getContainer());
        assertThrows(
                UnsupportedOperationException.class, () -> one.getOpenSessions().clear());
    }

    @Test
    void closedSessionIsNoOpenSession() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        Session one = open("/a/1");
        MemoryTransport transport = accept(answer("/a/2"));
        opened();
        assertEquals(2, one.getOpenSessions().size());
        transport.receive(Frames.close(1000, "", true));
        assertClosed(1000);
        CompletableFuture<?> ended = container.shutdown().toCompletableFuture();
        assertFalse(ended.isDone());
        assertEquals(Set.of(one), one.getOpenSessions());
    }

    @Test
    void userPropertiesAreOfEachSession() throws Exception {
        ServerEndpointConfig config = room("/a/{x}");
        config.getUserProperties().put("shared", 1);
        container.addEndpoint(config);
        Session one = open("/a/1");
        one.getUserProperties().put("mine", 2);
        Session two = open("/a/2");
        assertEquals(Map.of("shared", 1, "mine", 2), one.getUserProperties());
        assertEquals(Map.of("shared", 1), two.getUserProperties());
        assertEquals(Map.of("shared", 1), config.getUserProperties());
    }

    @Test
    void defaultsOfTheContainerHoldForNewSessions() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        Session before = open("/a/1");
        container.setDefaultMaxSessionIdleTimeout(987_654_321);
        container.setDefaultMaxTextMessageBufferSize(987_654_321);
        container.setDefaultMaxBinaryMessageBufferSize(5);
        container.setAsyncSendTimeout(7);
        Session after = open("/a/2");
        assertEquals(0, before.getMaxIdleTimeout());
        assertEquals(1_048_576, before.getMaxTextMessageBufferSize());
        assertEquals(987_654_321, after.getMaxIdleTimeout());
        assertEquals(987_654_321, after.getMaxTextMessageBufferSize());
        assertEquals(5, after.getMaxBinaryMessageBufferSize());
        assertEquals(7, after.getAsyncRemote().getSendTimeout());
        assertEquals(7, container.getDefaultAsyncSendTimeout());
    }

    @Test
    void shutdownClosesWith1001AndRefusesWith503() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        MemoryTransport transport = accept(answer("/a/1"));
        opened();
        CompletableFuture<?> ended = container.shutdown().toCompletableFuture();
        assertFalse(ended.isDone());
        UpgradeAnswer late = answer("/a/2");
        assertEquals(503, late.status());
        transport.receive(Frames.close(1001, "", true));
        assertClosed(1001);
        assertEquals("close 1001 \"\"", transport.takeFrames());
        ended.get(60, TimeUnit.SECONDS);
        assertTrue(container.shutdown().toCompletableFuture().isDone());
    }

    @Test
    void shutdownWaitsForASessionWhoseOnOpenStillRuns() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        gate = new CountDownLatch(1);
        MemoryTransport transport = accept(answer("/a/1"));
        CompletableFuture<?> ended = container.shutdown().toCompletableFuture();
        assertFalse(ended.isDone());
        gate.countDown();
        opened();
        transport.receive(Frames.close(1001, "", true));
        assertClosed(1001);
        ended.get(60, TimeUnit.SECONDS);
    }

    @Test
    void sessionThatArrivesDuringAShutdownIsClosedWith1001() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        UpgradeAnswer decided = answer("/a/1");
        assertTrue(container.shutdown().toCompletableFuture().isDone());
        MemoryTransport transport = accept(decided);
        opened();
        transport.receive(Frames.close(1001, "", true));
        assertClosed(1001);
        assertEquals("close 1001 \"\"", transport.takeFrames());
    }

    @Test
    void shutdownWithoutSessionsIsDone() {
        assertTrue(container.shutdown().toCompletableFuture().isDone());
    }

    @Test
    void sessionThatCanNotStartLetsGoOfItsEndpointOnce() throws Exception {
        container.addEndpoint(room("/a/{x}"));
        MemoryTransport transport = new MemoryTransport();
        Transport failing = (Transport) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("start")) {
                        throw new IllegalStateException("no start");
                    }
                    return method.invoke(transport, arguments);
                });
        UpgradeAnswer answer = answer("/a/1");
        answer.accept().accept(failing);
        answer.abandon().run();
        assertTrue(transport.isClosed());
        assertEquals("end", EVENTS.poll(60, TimeUnit.SECONDS));
        assertTrue(container.shutdown().toCompletableFuture().isDone());
        assertEquals(0, EVENTS.size(), EVENTS::toString);
    }

    @Test
    void upgradesARequestOfTheApplication() throws Exception {
        for (int i = 0; i < 2; i++) {
            container.upgradeHttpToWebSocket("request", "response", room("/up/{x}"), Map.of("x", "7"));
            accept(asked.apply(new BrowserRequest("/anything"))
                    .toCompletableFuture()
                    .join());
        }
        Session one = opened();
        Session two = opened();
        assertEquals(Map.of("x", "7"), one.getPathParameters());
        assertEquals(Set.of(one, two), two.getOpenSessions());
        assertFalse(serves("/up/7"));
    }

    /** As Spring's does where no subprotocol was chosen. */
    @Test
    void upgradesByAConfigurationWithoutLists() throws Exception {
        ServerEndpointConfig given = room("/up/{x}");
        ServerEndpointConfig config = (ServerEndpointConfig) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServerEndpointConfig.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getSubprotocols" -> Collections.singletonList(null);
                    case "getExtensions", "getEncoders", "getDecoders" -> null;
                    default -> method.invoke(given, arguments);
                });
        container.upgradeHttpToWebSocket("request", "response", config, Map.of("x", "7"));
        accept(asked.apply(new BrowserRequest("/anything"))
                .toCompletableFuture()
                .join());
        assertEquals("", opened().getNegotiatedSubprotocol());
    }

    @Test
    void upgradeOfAnInvalidEndpointIsADeploymentException() {
        ServerEndpointConfig invalid =
                ServerEndpointConfig.Builder.create(String.class, "/x").build();
        assertThrows(
                DeploymentException.class,
                () -> container.upgradeHttpToWebSocket("request", "response", invalid, Map.of()));
    }
}
