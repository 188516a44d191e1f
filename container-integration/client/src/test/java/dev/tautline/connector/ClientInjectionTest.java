// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of a plain program with CDI: Weld SE. */
class ClientInjectionTest {
    private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    @ApplicationScoped
    static class Greeter {
        String greet(String whom) {
            return "hello " + whom;
        }
    }

    record Word(String text) {}

    /** Needs CDI. */
    public static class WordEncoder implements Encoder.Text<Word> {
        @Inject
        Greeter greeter;

        @Override
        public String encode(Word word) {
            return greeter.greet(word.text());
        }
    }

    /** Adds to the request. */
    public static class Adding extends ClientEndpointConfig.Configurator {
        @Inject
        Greeter greeter;

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.put("X-Client", List.of(greeter == null ? "nobody" : greeter.greet("server")));
        }

        @PreDestroy
        void end() {
            TOLD.add("configurator ends");
        }
    }

    /** Sends a word and tells what comes back. */
    @ClientEndpoint(configurator = Adding.class, encoders = WordEncoder.class)
    public static class Client {
        @Inject
        Greeter greeter;

        /** Called by the container. */
        @OnOpen
        public void open(Session session) throws Exception {
            session.getBasicRemote().sendObject(new Word(greeter.greet("client")));
        }

        /** Called by the container. */
        @OnMessage
        public void message(String text, Session session) throws IOException {
            TOLD.add(text);
            session.close();
        }

        @PreDestroy
        void end() {
            TOLD.add("client ends");
        }
    }

    /** Needs none. */
    @ClientEndpoint(configurator = Adding.class)
    public static class Plain {
        /** Called by the container. */
        @OnOpen
        public void open(Session session) throws IOException {
            session.close();
        }
    }

    /** Can't be made. */
    @ClientEndpoint(configurator = Adding.class)
    public static class Unsatisfied {
        @Inject
        Runnable nobodyGivesOne;
    }

    @BeforeEach
    void forget() {
        TOLD.clear();
    }

    private static SeContainer weld() {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addBeanClasses(Greeter.class)
                .initialize();
    }

    private static String told() throws InterruptedException {
        return TOLD.poll(60, TimeUnit.SECONDS);
    }

    private static ScriptedServer echo() throws IOException {
        return new ScriptedServer(peer -> {
            String request = peer.readHead();
            Peer.lines(request).stream()
                    .filter(line -> line.startsWith("X-Client"))
                    .forEach(TOLD::add);
            peer.write(Upgrades.answer(request, ""));
            MaskedEcho.play(peer);
        });
    }

    private static URI at(ScriptedServer server) {
        return URI.create("ws://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.port() + "/");
    }

    @Test
    void injects() throws Exception {
        try (SeContainer weld = weld();
                ScriptedServer server = echo()) {
            ContainerProvider.getWebSocketContainer().connectToServer(Client.class, at(server));

            assertEquals("X-Client: hello server", told());
            assertEquals("hello hello client", told());
            assertEquals("client ends", told());
            assertEquals("configurator ends", told());
            assertTrue(weld.isRunning());
        }
    }

    @Test
    void endsWhatWasMadeForAConnectionThatDoesNotComeAbout() {
        try (SeContainer weld = weld()) {
            DeploymentException failure =
                    assertThrows(DeploymentException.class, () -> ContainerProvider.getWebSocketContainer()
                            .connectToServer(Unsatisfied.class, URI.create("ws://localhost:1/")));

            assertTrue(weld.isRunning());
            assertTrue(failure.getMessage().contains("Unsatisfied can't be made by CDI"), failure.getMessage());
            assertEquals("[configurator ends]", TOLD.toString());
        }
    }

    @Test
    void needsNoCdiThatHasStarted() throws Exception {
        try (ScriptedServer server = echo()) {
            ContainerProvider.getWebSocketContainer().connectToServer(Plain.class, at(server));

            assertEquals("X-Client: nobody", told());
        }
    }
}
