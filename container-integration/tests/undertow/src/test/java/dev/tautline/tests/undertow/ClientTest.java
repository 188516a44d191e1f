// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.undertow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tautline.WebSocket;
import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.Application;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of both faces inside the server process, beside Undertow's own provider; the application stops with their connections open. */
class ClientTest {
    private final UndertowContainer undertow = new UndertowContainer();
    private URI echo = URI.create("ws://not.started");

    @BeforeEach
    void start() throws Exception {
        URI base = undertow.start(Application.of(TransportChoice.AUTO, false));
        echo = URI.create("ws://127.0.0.1:" + base.getPort() + "/echo");
    }

    /** What an application leaves open is closed when it stops, and no thread stays. */
    @AfterEach
    void stop() throws Exception {
        undertow.stop();
        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tautline-"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), threads);
    }

    @Test
    void theProviderThatStandsFirstIsOurs() throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        assertInstanceOf(TautlineContainer.class, container);
        assertEchoes(container);
    }

    @Test
    void aContainerOfOnesOwnConnects() throws Exception {
        try (TautlineContainer container = new TautlineContainer()) {
            assertEchoes(container);
        }
    }

    @Test
    void theNativeApiConnects() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket.connect(echo.toString(), socket -> {
            socket.onOpen(opened -> opened.send("to myself"));
            socket.onMessage((from, message) -> answer.complete(message.text()));
            socket.onError((from, error) -> answer.completeExceptionally(error));
        });
        assertEquals("to myself", answer.get(30, TimeUnit.SECONDS));
    }

    private void assertEchoes(WebSocketContainer container) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Session session = container.connectToServer(
                new Endpoint() {
                    @Override
                    public void onOpen(Session opened, EndpointConfig config) {
                        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) answer::complete);
                    }
                },
                ClientEndpointConfig.Builder.create().build(),
                echo);
        session.getBasicRemote().sendText("to myself");
        assertEquals("to myself", answer.get(30, TimeUnit.SECONDS));
    }
}
