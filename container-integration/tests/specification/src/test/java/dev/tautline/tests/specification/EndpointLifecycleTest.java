// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Endpoints and their sessions, on both sides. */
class EndpointLifecycleTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    /** Remembers its instances. */
    public static final class Counted extends Endpoint {
        static final Set<Endpoint> INSTANCES = ConcurrentHashMap.newKeySet();
        static final BlockingQueue<Endpoint> OPENED = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            INSTANCES.add(this);
            OPENED.add(this);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text ->
                    session.getAsyncRemote().sendText(text + " to " + System.identityHashCode(this), result -> {}));
        }
    }

    @Test
    @Section("2.1.1")
    @DisplayName("each peer has an endpoint instance of its own, for all its messages")
    void instances() throws Exception {
        APPLICATION.deploy(
                ServerEndpointConfig.Builder.create(Counted.class, "/counted").build());
        Set<String> seen = new HashSet<>();
        for (int peer = 0; peer < 3; peer++) {
            Recorder client = new Recorder();
            Session session = Pair.connect(client, APPLICATION.uri("/counted"));
            session.getBasicRemote().sendText("one");
            session.getBasicRemote().sendText("two");
            String one = client.text();
            assertEquals(one.replace("one", "two"), client.text());
            assertTrue(seen.add(one), "a second peer of an instance: " + one);
            session.close();
            client.closeReason();
        }
        assertEquals(3, Counted.INSTANCES.size());
    }

    @Test
    @Section({"2.1.1", "2.1.2"})
    @DisplayName("open, then messages, then close; every callback gets the one session of its peer")
    void oneSession() throws Exception {
        List<Session> serverSaw = new CopyOnWriteArrayList<>();
        List<Session> clientSaw = new CopyOnWriteArrayList<>();
        Recorder server = remembering(serverSaw);
        Recorder client = remembering(clientSaw);
        Session returned = Pair.connect(client, APPLICATION.uri(APPLICATION.serve(server)));
        server.session().getBasicRemote().sendText("fail");
        returned.getBasicRemote().sendText("fail");
        server.error();
        client.error();
        returned.close();
        server.closeReason();
        client.closeReason();
        for (Recorder end : List.of(server, client)) {
            assertEquals(List.of("open", "error", "close"), end.order());
        }
        assertEquals(4, serverSaw.size());
        assertEquals(4, clientSaw.size());
        serverSaw.forEach(session -> assertSame(server.session(), session));
        clientSaw.forEach(session -> assertSame(returned, session));
    }

    private static Recorder remembering(List<Session> saw) {
        return new Recorder()
                .alsoOnOpen((session, config) -> saw.add(session))
                .onText((session, text) -> {
                    saw.add(session);
                    throw new IllegalStateException(text);
                })
                .onError((session, error) -> saw.add(session))
                .onClose((session, reason) -> saw.add(session));
    }

    @Test
    @Section("2.1.2")
    @DisplayName("sessions have ids of their own; getOpenSessions are those of the same endpoint")
    void openSessions() throws Exception {
        APPLICATION.deploy(
                ServerEndpointConfig.Builder.create(Census.class, "/group").build());
        Recorder alone = new Recorder();
        try (Pair other = Pair.open(APPLICATION, alone, new Recorder())) {
            List<Recorder> clients = List.of(new Recorder(), new Recorder(), new Recorder());
            Set<String> ids = new HashSet<>();
            for (Recorder client : clients) {
                Pair.connect(client, APPLICATION.uri("/group"));
                ids.add(client.session().getId());
            }
            ids.add(other.client().session().getId());
            ids.add(alone.session().getId());
            assertEquals(5, ids.size());
            assertEquals(Set.of(alone.session()), alone.session().getOpenSessions());
            assertTrue(clients.get(0)
                    .session()
                    .getOpenSessions()
                    .contains(clients.get(0).session()));
            for (Recorder client : clients) {
                client.session().close();
                client.closeReason();
            }
        }
    }

    /** Counts the sessions of its own endpoint. */
    public static final class Census extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> session.getAsyncRemote()
                    .sendText(String.valueOf(session.getOpenSessions().size()), result -> {}));
        }
    }

    @Test
    @Section("2.1.2")
    @DisplayName("a session leaves getOpenSessions when it has closed")
    void census() throws Exception {
        APPLICATION.deploy(
                ServerEndpointConfig.Builder.create(Census.class, "/census").build());
        Recorder staying = new Recorder();
        Recorder leaving = new Recorder();
        Session stays = Pair.connect(staying, APPLICATION.uri("/census"));
        Session leaves = Pair.connect(leaving, APPLICATION.uri("/census"));
        // The client may be open before the server has its session.
        Await.until("two sessions are open", () -> answersCensus(stays, staying, "2"));
        leaves.close();
        Await.until("one session is left", () -> answersCensus(stays, staying, "1"));
        stays.close();
    }

    private static boolean answersCensus(Session session, Recorder recorder, String expected) {
        session.getAsyncRemote().sendText("?", result -> {});
        return recorder.text().equals(expected);
    }

    @Test
    @Section("2.1.2")
    @DisplayName(
            "user properties begin as a copy of the configuration's, are each session's own, and last until onClose has run")
    void userProperties() throws Exception {
        Object shared = new Object();
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().put("shared", shared);
        BlockingQueue<Object> atClose = new LinkedBlockingQueue<>();
        List<Recorder> servers = List.of(closingWith(atClose), closingWith(atClose));
        List<Recorder> clients = List.of(closingWith(atClose), closingWith(atClose));
        for (int i = 0; i < 2; i++) {
            String path = APPLICATION.serve(servers.get(i));
            Session client = Pair.connect(clients.get(i), config, APPLICATION.uri(path));
            assertSame(shared, client.getUserProperties().get("shared"));
            client.getUserProperties().put("own", "client " + i);
            servers.get(i).session().getUserProperties().put("own", "server " + i);
        }
        assertEquals(Set.of("shared"), config.getUserProperties().keySet());
        assertNotSame(
                clients.get(0).session().getUserProperties(),
                clients.get(1).session().getUserProperties());
        assertEquals("client 0", clients.get(0).session().getUserProperties().get("own"));
        for (Recorder client : clients) {
            client.session().close();
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            seen.add(Recorder.next("property in onClose", atClose));
        }
        assertEquals(Set.of("client 0", "client 1", "server 0", "server 1"), seen);
    }

    private static Recorder closingWith(BlockingQueue<Object> properties) {
        return new Recorder()
                .onClose((session, reason) ->
                        properties.add(session.getUserProperties().get("own")));
    }

    @Test
    @Section("2.1.2")
    @DisplayName("two sessions of one server endpoint do not see each other's user properties")
    void userPropertiesOfOneEndpoint() throws Exception {
        BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Recorder.class, "/isolated")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T> T getEndpointInstance(Class<T> type) {
                        return type.cast(new Recorder().onOpen((session, given) -> opened.add(session)));
                    }
                })
                .build();
        config.getUserProperties().put("inherited", "yes");
        APPLICATION.deploy(config);
        Recorder one = new Recorder();
        Recorder two = new Recorder();
        Pair.connect(one, APPLICATION.uri("/isolated"));
        Session first = Recorder.next("session", opened);
        first.getUserProperties().put("name", "first");
        Pair.connect(two, APPLICATION.uri("/isolated"));
        Session second = Recorder.next("session", opened);
        assertNotEquals(first.getId(), second.getId());
        assertEquals(Set.of("inherited"), second.getUserProperties().keySet());
        assertEquals(Set.of("inherited", "name"), first.getUserProperties().keySet());
        one.session().close();
        two.session().close();
    }
}
