// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configurators of both sides. */
class HandshakeTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    @Test
    @Section("3.1.5")
    @DisplayName("modifyHandshake sees the request, whose headers are read-only, and adds to the response")
    void modifyHandshake() {
        Recorder server = new Recorder();
        List<String> seen = new CopyOnWriteArrayList<>();
        String path = APPLICATION.serve(
                server,
                config -> config.configurator(new WebApplication.Handing(server) {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
                        seen.add(String.valueOf(request.getRequestURI()));
                        seen.add(String.valueOf(request.getQueryString()));
                        seen.add(String.valueOf(request.getParameterMap().get("q")));
                        seen.add(String.valueOf(request.getHeaders().get("x-CUSTOM")));
                        seen.add(String.valueOf(request.getUserPrincipal()));
                        seen.add(String.valueOf(request.isUserInRole("anything")));
                        seen.add(String.valueOf(request.getHttpSession()));
                        assertThrows(UnsupportedOperationException.class, () -> request.getHeaders()
                                .put("more", List.of("x")));
                        response.getHeaders().put("X-Answer", List.of("one", "two"));
                    }
                }));
        HttpAnswer answer =
                APPLICATION.wire(path + "?q=a&q=b").header("X-Custom", "value").exchange();
        assertEquals(101, answer.status());
        assertTrue(String.valueOf(answer.header("X-Answer")).startsWith("one"), "the added header: " + answer);
        assertEquals(
                List.of(
                        APPLICATION.uri(path + "?q=a&q=b").toString(),
                        "q=a&q=b",
                        "[a, b]",
                        "[value]",
                        "null",
                        "false",
                        "null"),
                seen);
    }

    @Test
    @Section({"3.1.5", "2.1.2"})
    @DisplayName(
            "user properties in modifyHandshake are the session's own copy; those of the configuration stay as they were")
    void userProperties() {
        Object shared = new Object();
        Recorder server = new Recorder();
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Recorder.class, "/properties")
                .configurator(new WebApplication.Handing(server) {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig given, HandshakeRequest request, HandshakeResponse response) {
                        assertSame(shared, given.getUserProperties().get("shared"));
                        assertFalse(given.getUserProperties().containsKey("who"), "another handshake's property");
                        given.getUserProperties()
                                .put("who", request.getParameterMap().get("who").get(0));
                    }
                })
                .build();
        config.getUserProperties().put("shared", shared);
        APPLICATION.deploy(config);
        // A session that has closed tells no properties.
        try (WireClient client = APPLICATION.wire("/properties?who=first").open()) {
            assertEquals("first", server.session().getUserProperties().get("who"));
            assertSame(shared, server.session().getUserProperties().get("shared"));
            client.closeCleanly();
        }
        assertEquals(101, APPLICATION.wire("/properties?who=second").exchange().status());
        assertEquals(Map.of("shared", shared), config.getUserProperties());
    }

    @Test
    @Section({"3.1.5", "5.2.2"})
    @DisplayName(
            "a configurator that throws fails the handshake with 500, and nothing of what it said reaches the peer")
    void throwing() {
        String path = APPLICATION.serve(
                new Recorder(),
                config -> config.configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig given, HandshakeRequest request, HandshakeResponse response) {
                        throw new IllegalStateException("the password is 4711");
                    }
                }));
        HttpAnswer answer = APPLICATION.wire(path).exchange();
        assertEquals(500, answer.status());
        assertFalse(answer.toString().contains("4711"), "text of the exception: " + answer);
    }

    /** Opened by the platform's default. */
    public static final class Plain extends Endpoint {
        static final BlockingQueue<Plain> OPENED = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            OPENED.add(this);
        }
    }

    @Test
    @Section({"3.1.7", "3.1.6"})
    @DisplayName(
            "getEndpointInstance is asked for each peer and may give one object to all; the configurator is shared state")
    void instances() {
        AtomicInteger asked = new AtomicInteger();
        List<Session> opened = new CopyOnWriteArrayList<>();
        List<Object> configurators = new CopyOnWriteArrayList<>();
        Endpoint single = new Endpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
                opened.add(session);
                configurators.add(((ServerEndpointConfig) config).getConfigurator());
            }
        };
        ServerEndpointConfig.Configurator configurator = new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> type) {
                asked.incrementAndGet();
                return type.cast(single);
            }
        };
        APPLICATION.deploy(ServerEndpointConfig.Builder.create(single.getClass(), "/single")
                .configurator(configurator)
                .build());
        for (int i = 1; i <= 3; i++) {
            int count = i;
            Recorder client = new Recorder();
            Pair.connect(client, APPLICATION.uri("/single"));
            Await.until("the endpoint is told", () -> configurators.size() == count);
        }
        assertEquals(3, asked.get());
        assertEquals(List.of(configurator, configurator, configurator), configurators);
        assertEquals(3, opened.stream().map(Session::getId).distinct().count());
    }

    @Test
    @Section("3.1.7")
    @DisplayName(
            "the platform's default makes a new instance for each peer, as does the chain of a configurator that overrides nothing")
    void defaultConfigurator() {
        ServerEndpointConfig.Configurator own = new ServerEndpointConfig.Configurator();
        assertEquals(
                "dev.tautline",
                own.getContainerDefaultConfigurator()
                        .getClass()
                        .getPackageName()
                        .substring(0, 12));
        assertEquals("b", own.getNegotiatedSubprotocol(List.of("a", "b"), List.of("x", "b", "a")));
        assertEquals("", own.getNegotiatedSubprotocol(List.of("a"), List.of("x")));
        assertEquals(List.of(), own.getNegotiatedExtensions(List.of(), List.of()));
        APPLICATION.deploy(ServerEndpointConfig.Builder.create(Plain.class, "/plain")
                .configurator(own)
                .build());
        Pair.connect(new Recorder(), APPLICATION.uri("/plain"));
        Pair.connect(new Recorder(), APPLICATION.uri("/plain"));
        assertNotSame(Recorder.next("instance", Plain.OPENED), Recorder.next("instance", Plain.OPENED));
    }

    @Test
    @Section({"3.2.4", "4.2.3"})
    @DisplayName("the client's configurator adds to the request and sees the response")
    void clientConfigurator() {
        Recorder server = new Recorder();
        List<String> seen = new CopyOnWriteArrayList<>();
        String path = APPLICATION.serve(
                server,
                config -> config.configurator(new WebApplication.Handing(server) {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig given, HandshakeRequest request, HandshakeResponse response) {
                        seen.add(String.valueOf(request.getHeaders().get("X-Client")));
                        response.getHeaders().put("X-Server", List.of("here"));
                    }
                }));
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .configurator(new ClientEndpointConfig.Configurator() {
                    @Override
                    public void beforeRequest(Map<String, List<String>> headers) {
                        headers.put("X-Client", List.of("a", "b"));
                        headers.put("Cookie", List.of("name=value"));
                    }

                    @Override
                    public void afterResponse(HandshakeResponse response) {
                        seen.add(String.valueOf(response.getHeaders().get("x-server")));
                    }
                })
                .build();
        Recorder client = new Recorder();
        Pair.connect(client, config, APPLICATION.uri(path));
        assertEquals(List.of("[a, b]", "[here]"), seen);
        new Pair(server, client).close();
    }
}
