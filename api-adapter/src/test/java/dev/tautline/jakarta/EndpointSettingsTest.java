// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.internal.transport.Transport;
import dev.tautline.jakarta.endpoint.ApplicationEndpoints;
import dev.tautline.jakarta.injection.InstanceFactory;
import dev.tautline.testkit.MemoryTransport;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options of single endpoints: user properties of their configuration, and of the session's where {@code modifyHandshake} sets them. */
class EndpointSettingsTest {
    private static final BlockingQueue<Session> OPENED = new LinkedBlockingQueue<>();

    private final EngineRuntime runtime = EngineRuntime.acquire(this);
    private final JakartaServerContainer container = new JakartaServerContainer(
            runtime,
            Map.of("dev.tautline.maxTextMessage", "100", "dev.tautline.idleTimeout", "5000")::get,
            getClass().getClassLoader(),
            InstanceFactory.ofConstructors(),
            (request, response, responder) -> {},
            Object::toString);

    /** Tells when it opens. */
    public static class Quiet extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            OPENED.add(session);
        }
    }

    /** Sets a user property of the session, as the query says. */
    public static class Setting extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            String size = request.getHeaders().get("X-Size").get(0);
            config.getUserProperties().put("dev.tautline.maxTextMessage", size);
        }
    }

    /** Annotated, configured by its configurator alone. */
    @ServerEndpoint(value = "/annotated", configurator = Setting.class)
    public static class Annotated {
        @OnOpen
        public void onOpen(Session session) {
            OPENED.add(session);
        }
    }

    @BeforeEach
    void forget() {
        OPENED.clear();
    }

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    private static ServerEndpointConfig endpoint(String path, Map<String, Object> userProperties) {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Quiet.class, path).build();
        config.getUserProperties().putAll(userProperties);
        return config;
    }

    private UpgradeAnswer answer(BrowserRequest request) {
        return container.respond(request).toCompletableFuture().join();
    }

    private Session open(BrowserRequest request) throws InterruptedException {
        Consumer<Transport> accept = answer(request).accept();
        assertNotNull(accept);
        accept.accept(new MemoryTransport());
        Session session = OPENED.poll(60, TimeUnit.SECONDS);
        assertNotNull(session);
        return session;
    }

    @Test
    void anEndpointHasItsOwnOrigins() throws Exception {
        container.addEndpoint(endpoint("/open", Map.of("dev.tautline.origins", "*")));
        container.addEndpoint(endpoint("/closed", Map.of()));
        assertEquals(
                101,
                answer(new BrowserRequest("/open").header("Origin", "http://evil.example"))
                        .status());
        assertEquals(
                403,
                answer(new BrowserRequest("/closed").header("Origin", "http://evil.example"))
                        .status());
    }

    @Test
    void anEndpointHasItsOwnCompression() throws Exception {
        container.addEndpoint(endpoint("/plain", Map.of("dev.tautline.compression", false)));
        container.addEndpoint(endpoint("/compressed", Map.of()));
        assertFalse(extensions("/plain").contains("permessage-deflate"));
        assertTrue(extensions("/compressed").contains("permessage-deflate"));
    }

    private String extensions(String path) {
        return answer(new BrowserRequest(path).header("Sec-WebSocket-Extensions", "permessage-deflate"))
                .headers()
                .toString();
    }

    @Test
    void anEndpointHasItsOwnLimitsAndTimes() throws Exception {
        container.addEndpoint(endpoint(
                "/own",
                Map.of(
                        "dev.tautline.maxTextMessage",
                        7,
                        "dev.tautline.maxBinaryMessage",
                        "8",
                        "dev.tautline.asyncSendTimeout",
                        9L,
                        "dev.tautline.idleTimeout",
                        10_000)));
        container.addEndpoint(endpoint("/other", Map.of("unknown", "value")));
        Session own = open(new BrowserRequest("/own"));
        assertEquals(7, own.getMaxTextMessageBufferSize());
        assertEquals(8, own.getMaxBinaryMessageBufferSize());
        assertEquals(9, own.getAsyncRemote().getSendTimeout());
        assertEquals(10_000, own.getMaxIdleTimeout());
        Session other = open(new BrowserRequest("/other"));
        assertEquals(100, other.getMaxTextMessageBufferSize());
        assertEquals(5000, other.getMaxIdleTimeout());
    }

    @Test
    void whatTheContainerIsToldLaterCountsWhereAnEndpointSaysNothing() throws Exception {
        container.addEndpoint(endpoint("/own", Map.of("dev.tautline.maxTextMessage", 7)));
        container.setDefaultMaxBinaryMessageBufferSize(50);
        container.setDefaultMaxTextMessageBufferSize(60);
        Session own = open(new BrowserRequest("/own"));
        assertEquals(7, own.getMaxTextMessageBufferSize());
        assertEquals(50, own.getMaxBinaryMessageBufferSize());
    }

    @Test
    void aConfiguratorConfiguresItsSessions() throws Exception {
        container.addEndpoint(Annotated.class);
        assertEquals(
                11,
                open(new BrowserRequest("/annotated").header("X-Size", "11")).getMaxTextMessageBufferSize());
        assertEquals(
                12,
                open(new BrowserRequest("/annotated").header("X-Size", "12")).getMaxTextMessageBufferSize());
    }

    @Test
    void aConfiguratorsWrongValueFailsTheHandshake() throws Exception {
        container.addEndpoint(Annotated.class);
        Throwable cause = assertThrows(
                        CompletionException.class,
                        () -> answer(new BrowserRequest("/annotated").header("X-Size", "many")))
                .getCause();
        assertInstanceOf(IllegalArgumentException.class, cause);
        assertTrue(cause.getMessage().contains("dev.tautline.maxTextMessage"), cause.getMessage());
    }

    @Test
    void wrongValuesRefuseTheDeploymentAllTogether() {
        ApplicationEndpoints faulty = new ApplicationEndpoints(
                Set.of(),
                Set.of(
                        endpoint("/one", Map.of("dev.tautline.maxTextMessage", "many")),
                        endpoint("/two", Map.of("dev.tautline.origins", "example.com"))));
        DeploymentException refused = assertThrows(DeploymentException.class, () -> container.deploy(faulty));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("dev.tautline.maxTextMessage is a whole number"), message);
        assertTrue(message.contains("dev.tautline.origins is same, *"), message);
        assertTrue(message.contains("/one") && message.contains("/two"), message);
    }
}
