// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import jakarta.websocket.server.ServerContainer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link WebSocketContainer}, {@link ServerContainer}, {@link ContainerProvider}. */
class ContainerTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.builder()
            .parameter("dev.tautline.asyncSendTimeout", "1234")
            .start();

    private static final BlockingQueue<Object> TOLD = new LinkedBlockingQueue<>();

    @Test
    @Section({"2.1.7", "6.1"})
    @DisplayName("ContainerProvider gives a container, each call its own; what one is told does not reach another")
    void provider() {
        WebSocketContainer one = ContainerProvider.getWebSocketContainer();
        WebSocketContainer two = ContainerProvider.getWebSocketContainer();
        assertInstanceOf(TautlineContainer.class, one);
        assertNotSame(one, two);
        one.setDefaultMaxSessionIdleTimeout(987_654_321);
        one.setAsyncSendTimeout(987_654_321);
        one.setDefaultMaxTextMessageBufferSize(987_654_321);
        one.setDefaultMaxBinaryMessageBufferSize(987_654_321);
        assertEquals(0, two.getDefaultMaxSessionIdleTimeout());
        assertEquals(0, two.getDefaultAsyncSendTimeout());
        assertEquals(1024 * 1024, two.getDefaultMaxTextMessageBufferSize());
        assertEquals(1024 * 1024, two.getDefaultMaxBinaryMessageBufferSize());
        assertEquals(
                Set.of("permessage-deflate"),
                one.getInstalledExtensions().stream()
                        .map(Extension::getName)
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    @Section("2.1.7")
    @DisplayName("a container's defaults are its new sessions' values")
    void defaults() throws Exception {
        try (TautlineContainer container = new TautlineContainer()) {
            container.setDefaultMaxSessionIdleTimeout(3_600_001);
            container.setAsyncSendTimeout(3_600_002);
            container.setDefaultMaxTextMessageBufferSize(3_600_003);
            container.setDefaultMaxBinaryMessageBufferSize(3_600_004);
            Recorder client = new Recorder();
            Recorder server = new Recorder();
            Session session = container.connectToServer(
                    client, ClientEndpointConfig.Builder.create().build(), APPLICATION.uri(APPLICATION.serve(server)));
            assertEquals(3_600_001, session.getMaxIdleTimeout());
            assertEquals(3_600_002, session.getAsyncRemote().getSendTimeout());
            assertEquals(3_600_003, session.getMaxTextMessageBufferSize());
            assertEquals(3_600_004, session.getMaxBinaryMessageBufferSize());
            assertSame(container, session.getContainer());
            assertEquals(1234, server.session().getAsyncRemote().getSendTimeout());
            assertEquals(1234, APPLICATION.container().getDefaultAsyncSendTimeout());
        }
    }

    @Test
    @Section("2.1.7")
    @DisplayName("an application has one server container, which connects clients too; they end with the application")
    void serverContainer() throws Exception {
        CompletableFuture<Object> atStart = new CompletableFuture<>();
        try (WebApplication application = WebApplication.builder()
                .onStart(context -> atStart.complete(context.getAttribute(ServerContainer.class.getName())))
                .start()) {
            assertSame(application.container(), Await.result("the listener", atStart));
            Recorder server = new Recorder();
            Recorder client = new Recorder();
            Session session = application
                    .container()
                    .connectToServer(
                            client,
                            ClientEndpointConfig.Builder.create().build(),
                            APPLICATION.uri(APPLICATION.serve(server)));
            assertSame(application.container(), session.getContainer());
            session.getBasicRemote().sendText("out");
            assertEquals("out", server.text());
            application.undeploy();
            assertEquals(1001, client.closeCode());
            assertEquals(1001, server.closeCode());
        }
    }

    @Test
    @Section("2.1.7")
    @DisplayName("close() of a client container closes its sessions with 1001 and no others, and connects no more")
    void close() throws Exception {
        TautlineContainer container = new TautlineContainer();
        List<Recorder> servers = List.of(new Recorder(), new Recorder(), new Recorder());
        List<Recorder> clients = List.of(new Recorder(), new Recorder(), new Recorder());
        for (int i = 0; i < 3; i++) {
            container.connectToServer(
                    clients.get(i),
                    ClientEndpointConfig.Builder.create().build(),
                    APPLICATION.uri(APPLICATION.serve(servers.get(i))));
        }
        try (Pair other = Pair.open(APPLICATION)) {
            container.close();
            for (int i = 0; i < 3; i++) {
                assertEquals(1001, clients.get(i).closeCode());
                assertEquals(1001, servers.get(i).closeCode());
            }
            assertTrue(other.client().session().isOpen());
        }
        container.close();
        assertThrows(
                IllegalStateException.class,
                () -> container.connectToServer(
                        new Recorder(),
                        ClientEndpointConfig.Builder.create().build(),
                        APPLICATION.uri(APPLICATION.serve(new Recorder()))));
    }

    /** An annotated client. */
    @ClientEndpoint
    public static class Annotated {
        @OnOpen
        public void open(Session session) {
            TOLD.add(this);
            TOLD.add(session);
        }

        @OnMessage
        public void message(String text) {
            TOLD.add(text);
        }
    }

    /** A programmatic client. */
    public static class Programmatic extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            TOLD.add(this);
            TOLD.add(session);
            session.addMessageHandler(String.class, (String text) -> TOLD.add(text));
        }
    }

    @Test
    @Section({"2.3", "6.1"})
    @DisplayName("connectToServer takes an annotated class or object, an endpoint class or object; onOpen comes first")
    void overloads() throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        for (int way = 0; way < 4; way++) {
            Recorder server = new Recorder()
                    .alsoOnOpen((session, given) -> session.getBasicRemote().sendText("hello"));
            var uri = APPLICATION.uri(APPLICATION.serve(server));
            Object object = way == 1 ? new Annotated() : new Programmatic();
            Session session =
                    switch (way) {
                        case 0 -> container.connectToServer(Annotated.class, uri);
                        case 1 -> container.connectToServer(object, uri);
                        case 2 -> container.connectToServer(Programmatic.class, config, uri);
                        default -> container.connectToServer((Endpoint) object, config, uri);
                    };
            Object instance = Recorder.next("instance", TOLD);
            assertEquals(way < 2 ? Annotated.class : Programmatic.class, instance.getClass());
            assertEquals(way % 2 == 1, instance == object);
            assertSame(session, TOLD.poll());
            assertEquals("hello", Recorder.next("message", TOLD));
            session.close();
            server.closeReason();
        }
    }

    @Test
    @Section({"2.3", "5.2.1"})
    @DisplayName("what is no endpoint or no address is a DeploymentException that says so")
    void wrong() {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        var uri = APPLICATION.uri("/nobody");
        assertThrows(DeploymentException.class, () -> container.connectToServer(String.class, uri));
        assertThrows(DeploymentException.class, () -> container.connectToServer(new Object(), uri));
        assertThrows(
                DeploymentException.class,
                () -> container.connectToServer(Annotated.class, java.net.URI.create("http-but-not-quite:x")));
        DeploymentException refused =
                assertThrows(DeploymentException.class, () -> container.connectToServer(Annotated.class, uri));
        assertTrue(String.valueOf(refused.getMessage()).contains("404"), "not clear: " + refused.getMessage());
        assertEquals(null, TOLD.poll());
    }

    @Test
    @Section({"2.1.7", "5.1"})
    @DisplayName("callbacks of different client sessions run at the same time")
    void concurrentClients() throws Exception {
        int sessions = 4;
        CyclicBarrier together = new CyclicBarrier(sessions);
        Recorder.Reaction<String> meet = (session, text) -> {
            together.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            session.getBasicRemote().sendText("met");
        };
        List<Recorder> servers = new java.util.ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Recorder server = new Recorder();
            Pair.connect(new Recorder().onText(meet), APPLICATION.uri(APPLICATION.serve(server)));
            servers.add(server);
        }
        for (Recorder server : servers) {
            server.session().getBasicRemote().sendText("go");
        }
        for (Recorder server : servers) {
            assertEquals("met", server.text());
            server.session().close();
            assertFalse(server.closeCode() == 1006, "closed by the timeout of the barrier");
        }
    }
}
