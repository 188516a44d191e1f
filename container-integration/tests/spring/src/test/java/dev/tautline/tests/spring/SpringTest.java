// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.servlet.DeploymentInitializer;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import jakarta.servlet.ServletRegistration;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** An application of Spring's on our server, asked by Spring's clients on our client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringTest {
    private static final long PATIENCE_SECONDS = 30;

    private final Tomcat tomcat = new Tomcat();
    private final WebSocketContainer container = ContainerProvider.getWebSocketContainer();
    private final AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    private URI server = URI.create("ws://nobody");

    @BeforeAll
    void start() throws Exception {
        spring.register(SpringApplication.class);
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(SpringTest.class.getClassLoader());
        context.addServletContainerInitializer(
                (found, application) -> {
                    application.addListener(new ContextLoaderListener(spring));
                    ServletRegistration.Dynamic servlet =
                            application.addServlet("dispatcher", new DispatcherServlet(spring));
                    servlet.addMapping("/");
                    servlet.setLoadOnStartup(1);
                },
                Set.of());
        context.addServletContainerInitializer(new DeploymentInitializer(), Set.of());
        context.addServletContainerInitializer(new EndpointInitializer(), Set.of(AutowiredEndpoint.class));
        tomcat.start();
        server = URI.create(
                "ws://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + connector.getLocalPort());
    }

    @AfterAll
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** A session of Spring's client, and what has come. */
    private static final class Asking extends TextWebSocketHandler {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final BlockingQueue<CloseStatus> closed = new LinkedBlockingQueue<>();

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) {
            received.add(message.getPayload());
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
            closed.add(status);
        }
    }

    private WebSocketSession connect(String path, Asking asking, WebSocketHttpHeaders headers) throws Exception {
        return new StandardWebSocketClient(container)
                .execute(asking, headers, server.resolve(path))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> @Nullable T next(BlockingQueue<T> queue) throws InterruptedException {
        return queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private String ask(String path, String text) throws Exception {
        Asking asking = new Asking();
        try (WebSocketSession session = connect(path, asking, new WebSocketHttpHeaders())) {
            session.sendMessage(new TextMessage(text));
            String answer = next(asking.received);
            return answer == null ? "no answer" : answer;
        }
    }

    @Test
    void theClientIsOurs() {
        assertInstanceOf(TautlineContainer.class, container);
    }

    @Test
    @DisplayName("docs/jakarta.md: annotated endpoints are beans by an InstanceFactoryProvider")
    void annotatedEndpointsAreBeans() throws Exception {
        assertEquals("hello Ada: here", ask("/autowired/Ada", "here"));
        assertNotNull(next(AutowiredEndpoint.DESTROYED), "destroyed with its session");
    }

    @Test
    void exportedEndpointsAreServed() throws Exception {
        assertEquals("hello Bob", ask("/exported", "Bob"));
    }

    @Test
    @DisplayName("upgradeHttpToWebSocket takes a configuration whose only subprotocol is null")
    void aHandlerOfSpringsWithoutASubprotocol() throws Exception {
        assertEquals("LOUD", ask("/handler", "loud"));
    }

    @Test
    void aHandlerOfSpringsWithASubprotocol() throws Exception {
        WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
        headers.setSecWebSocketProtocol("shout");
        Asking asking = new Asking();
        try (WebSocketSession session = connect("/handler", asking, headers)) {
            assertEquals("shout", session.getAcceptedProtocol());
            session.sendMessage(new TextMessage("leave"));
            assertEquals(new CloseStatus(4000, "as you like"), next(asking.closed));
        }
    }

    @Test
    @DisplayName("Spring's own rule of origins holds: same origin")
    void anotherOriginIsRefused() {
        WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
        headers.setOrigin("https://elsewhere.example");
        assertThrows(ExecutionException.class, () -> connect("/handler", new Asking(), headers));
    }

    @Test
    void stomp() throws Exception {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
        WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient(container));
        client.setMessageConverter(new StringMessageConverter());
        client.setTaskScheduler(scheduler);
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try {
            StompSession session = client.connectAsync(
                            server.resolve("/stomp").toString(), new StompSessionHandlerAdapter() {})
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            session.subscribe("/topic/said", new StompFrameHandler() {
                @Override
                public Type getPayloadType(StompHeaders headers) {
                    return String.class;
                }

                @Override
                public void handleFrame(StompHeaders headers, @Nullable Object payload) {
                    said.add(String.valueOf(payload));
                }
            });
            // Until the subscription has taken effect, which Spring's broker tells nobody, nothing comes back.
            String first = null;
            for (int i = 0; first == null && i < PATIENCE_SECONDS; i++) {
                session.send("/app/say", "hi");
                first = said.poll(1, TimeUnit.SECONDS);
            }
            assertEquals("said hi", first);
            session.disconnect();
        } finally {
            client.stop();
            scheduler.shutdown();
        }
    }
}
