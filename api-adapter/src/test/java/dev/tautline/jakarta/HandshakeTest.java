// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening handshakes through the container, as a servlet integration asks for them. */
class HandshakeTest {
    private static final String ACCEPT = "Sec-WebSocket-Accept=s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final EngineRuntime runtime = EngineRuntime.acquire(this);
    private final Instances instances = new Instances();

    @AfterEach
    void release() {
        EngineRuntime.release(this);
    }

    /** Counts what is made and ended. */
    private static final class Instances implements InstanceFactory {
        final List<String> events = new ArrayList<>();

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            events.add("+" + type.getSimpleName());
            return InstanceFactory.ofConstructors().create(type);
        }

        @Override
        public void destroy(Object instance) {
            events.add("-" + instance.getClass().getSimpleName());
        }
    }

    /** Does nothing. */
    public static class Quiet extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            // Nobody sends.
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            // Nobody asks.
        }
    }

    /** Can't be made. */
    public static class Broken extends Quiet {
        public Broken() {
            throw new IllegalStateException("secret of the constructor");
        }
    }

    /** Can't be initialised. */
    public static class BrokenEncoder implements Encoder.Text<Thread> {
        @Override
        public void init(EndpointConfig config) {
            throw new IllegalStateException("secret of the encoder");
        }

        @Override
        public String encode(Thread object) {
            return "";
        }
    }

    /** Is initialised and destroyed. */
    public static class SoundEncoder implements Encoder.Text<Thread> {
        static final List<String> EVENTS = new ArrayList<>();

        @Override
        public void init(EndpointConfig config) {
            EVENTS.add("init");
        }

        @Override
        public void destroy() {
            EVENTS.add("destroy");
        }

        @Override
        public String encode(Thread object) {
            return "";
        }
    }

    private record Named(String name, List<Extension.Parameter> parameters) implements Extension {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Parameter> getParameters() {
            return parameters;
        }
    }

    private JakartaServerContainer container(Map<String, String> parameters) {
        return new JakartaServerContainer(
                runtime,
                parameters::get,
                getClass().getClassLoader(),
                instances,
                (request, response, responder) -> {},
                Object::toString);
    }

    private static ServerEndpointConfig.Builder endpoint(Class<?> type) {
        return ServerEndpointConfig.Builder.create(type, "/room/{room}");
    }

    private JakartaServerContainer with(ServerEndpointConfig config) {
        JakartaServerContainer container = container(Map.of());
        try {
            container.addEndpoint(config);
        } catch (jakarta.websocket.DeploymentException e) {
            throw new AssertionError(e);
        }
        instances.events.clear();
        return container;
    }

    private static BrowserRequest request() {
        return new BrowserRequest("/room/1");
    }

    private static UpgradeAnswer answer(JakartaServerContainer container, BrowserRequest request) {
        assertTrue(container.handles(request));
        return container.respond(request).toCompletableFuture().join();
    }

    private static List<String> headers(UpgradeAnswer answer) {
        return answer.headers().stream().map(Object::toString).toList();
    }

    /** @return why the answer failed */
    private static Throwable failure(JakartaServerContainer container, BrowserRequest request) {
        CompletionException failed = assertThrows(
                CompletionException.class,
                () -> container.respond(request).toCompletableFuture().join());
        return failed.getCause();
    }

    @Test
    void acceptsAndOffersNothingByItself() {
        UpgradeAnswer answer = answer(with(endpoint(Quiet.class).build()), request());
        assertEquals(101, answer.status());
        assertNotNull(answer.accept());
        assertEquals(List.of(ACCEPT), headers(answer));
        assertEquals(List.of("+Quiet"), instances.events);
    }

    @Test
    void otherPathsAreNotOurs() {
        JakartaServerContainer container = with(endpoint(Quiet.class).build());
        assertFalse(container.handles(new BrowserRequest("/other")));
        assertFalse(container.handles(new BrowserRequest("/room/../room/1")));
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com, 101",
        "https://example.com, 101",
        "http://example.com:80, 101",
        "http://EXAMPLE.com, 101",
        "http://example.com:8080, 403",
        "http://evil.com, 403",
        "http://example.com.evil.com, 403",
        "http://evilexample.com, 403",
        "http://user@example.com, 403",
        "null, 403",
        "'', 403",
    })
    void crossSiteHijackingIsRefusedByDefault(String origin, int status) {
        JakartaServerContainer container = with(endpoint(Quiet.class).build());
        UpgradeAnswer answer = answer(container, request().header("Origin", origin));
        assertEquals(status, answer.status());
        assertEquals(status == 101, answer.accept() != null);
        assertEquals(status == 101 ? List.of("+Quiet") : List.of(), instances.events);
    }

    @Test
    void withoutOriginIsNoBrowser() {
        JakartaServerContainer container = with(endpoint(Quiet.class).build());
        assertEquals(101, answer(container, request().without("Origin")).status());
    }

    @ParameterizedTest
    @CsvSource({
        "*, http://evil.com, 101",
        "'https://a.com, http://b.com:81', https://a.com, 101",
        "'https://a.com, http://b.com:81', http://b.com:81, 101",
        "'https://a.com, http://b.com:81', http://b.com, 403",
        "'https://a.com, http://b.com:81', http://example.com, 403",
        "'same, https://a.com', http://example.com, 101",
        "'same, https://a.com', https://a.com, 101",
        "'same, https://a.com', https://c.com, 403",
    })
    void originListsAreKept(String origins, String origin, int status) throws Exception {
        JakartaServerContainer container = container(Map.of("dev.tautline.origins", origins));
        container.addEndpoint(endpoint(Quiet.class).build());
        assertEquals(
                status, answer(container, request().header("Origin", origin)).status());
    }

    @Test
    void configuratorDecidesAboutOriginsAlone() {
        List<String> asked = new ArrayList<>();
        JakartaServerContainer container = with(endpoint(Quiet.class)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public boolean checkOrigin(String origin) {
                        asked.add(origin);
                        return "http://evil.com".equals(origin);
                    }

                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
                        asked.add("modify");
                    }
                })
                .build());
        UpgradeAnswer refused = answer(container, request());
        assertEquals(403, refused.status());
        assertNull(refused.accept());
        assertEquals(List.of("http://example.com"), asked);
        assertEquals(
                101,
                answer(container, request().header("Origin", "http://evil.com")).status());
        assertEquals(List.of("http://example.com", "http://evil.com", "modify"), asked);
    }

    @Test
    void malformedHandshakesNeverReachTheApplication() {
        JakartaServerContainer container = with(endpoint(Quiet.class).build());
        UpgradeAnswer version = answer(container, request().header("Sec-WebSocket-Version", "8"));
        assertEquals(426, version.status());
        assertTrue(headers(version).contains("Sec-WebSocket-Version=13"));
        assertEquals(
                400, answer(container, request().without("Sec-WebSocket-Key")).status());
        assertEquals(
                400, answer(container, request().header("Connection", "close")).status());
        assertEquals(List.of(), instances.events);
    }

    @ParameterizedTest
    @CsvSource({"'b, a', b", "'x, a', a", "x, ''", "'', ''"})
    void firstOfferedSubprotocolThatIsSupported(String offered, String chosen) {
        JakartaServerContainer container =
                with(endpoint(Quiet.class).subprotocols(List.of("a", "b")).build());
        UpgradeAnswer answer = answer(container, request().header("Sec-WebSocket-Protocol", offered));
        assertEquals(
                chosen == null || chosen.isEmpty()
                        ? List.of(ACCEPT)
                        : List.of(ACCEPT, "Sec-WebSocket-Protocol=" + chosen),
                headers(answer));
    }

    @Test
    void deflateIsAcceptedWhereItIsOffered() {
        JakartaServerContainer container = with(endpoint(Quiet.class).build());
        UpgradeAnswer answer = answer(container, request().header("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertTrue(headers(answer).get(1).startsWith("Sec-WebSocket-Extensions=permessage-deflate"));
    }

    private UpgradeAnswer deflate(Function<List<Extension>, List<Extension>> choice) {
        JakartaServerContainer container = with(endpoint(Quiet.class)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public List<Extension> getNegotiatedExtensions(
                            List<Extension> installed, List<Extension> requested) {
                        assertEquals("permessage-deflate", installed.get(0).getName());
                        return choice.apply(requested);
                    }
                })
                .build());
        return answer(container, request().header("Sec-WebSocket-Extensions", "permessage-deflate, other; a=1; b"));
    }

    @Test
    void configuratorDeclinesDeflate() {
        assertEquals(List.of(ACCEPT), headers(deflate(requested -> List.of())));
        assertEquals(List.of(ACCEPT), headers(deflate(requested -> null)));
    }

    @Test
    void configuratorsChoiceIsSentInItsOrder() {
        String sent = headers(deflate(requested -> List.of(requested.get(1), requested.get(0))))
                .get(1);
        assertTrue(sent.startsWith("Sec-WebSocket-Extensions=other; a=1; b, permessage-deflate"), sent);
    }

    @Test
    void deflateIsNamedOnceAndStrangersNever() {
        List<String> sent = headers(
                deflate(requested -> List.of(new Named("unasked", List.of()), requested.get(0), requested.get(0))));
        assertEquals(2, sent.size());
        assertFalse(sent.get(1).contains("unasked"), sent.get(1));
        assertEquals(1, sent.get(1).split("permessage-deflate", -1).length - 1, sent.get(1));
    }

    @Test
    void withoutCompressionNothingIsInstalled() throws Exception {
        JakartaServerContainer container = container(Map.of("dev.tautline.compression", "false"));
        container.addEndpoint(endpoint(Quiet.class).build());
        assertEquals(0, container.getInstalledExtensions().size());
        UpgradeAnswer answer = answer(container, request().header("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertEquals(List.of(ACCEPT), headers(answer));
        assertEquals(1, container(Map.of()).getInstalledExtensions().size());
    }

    private JakartaServerContainer modifying(Modification modification) {
        return with(endpoint(Quiet.class)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
                        modification.modify(config, request, response);
                    }
                })
                .build());
    }

    private interface Modification {
        void modify(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response);
    }

    @Test
    void modifyHandshakeAddsHeadersAndSeesTheRequest() {
        List<Object> seen = new ArrayList<>();
        JakartaServerContainer container = modifying((config, request, response) -> {
            seen.add(request.getHeaders().get("HOST"));
            seen.add(request.getParameterMap());
            seen.add(request.getQueryString());
            seen.add(request.getRequestURI().toString());
            seen.add(request.getHttpSession());
            seen.add(request.getUserPrincipal().getName());
            seen.add(request.isUserInRole("admin"));
            response.getHeaders().put("X-One", List.of("1", "2"));
            response.getHeaders().put("Set-Cookie", List.of("a=b"));
        });
        UpgradeAnswer answer = answer(container, request());
        assertEquals(List.of(ACCEPT, "Set-Cookie=a=b", "X-One=1", "X-One=2"), headers(answer));
        assertEquals(
                List.of(
                        List.of("example.com"),
                        Map.of("room", List.of("1", "query"), "q", List.of("1")),
                        "q=1",
                        "ws://example.com/app/room/1?q=1",
                        "the HTTP session",
                        "duke",
                        true),
                seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Accept",
                "SEC-WEBSOCKET-protocol",
                "Sec-WebSocket-Extensions",
                "Upgrade",
                "connection"
            })
    void modifyHandshakeLeavesTheHandshakeAlone(String name) {
        JakartaServerContainer container =
                modifying((config, request, response) -> response.getHeaders().put(name, List.of("forged")));
        assertEquals(List.of(ACCEPT), headers(answer(container, request())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=y", "a\nb", "a\rb", "a\0b"})
    void headerInjectionFailsTheHandshake(String value) {
        JakartaServerContainer container =
                modifying((config, request, response) -> response.getHeaders().put("X-One", List.of(value)));
        assertInstanceOf(IllegalArgumentException.class, failure(container, request()));
        assertEquals(List.of(), instances.events);
        JakartaServerContainer named =
                modifying((config, request, response) -> response.getHeaders().put(value, List.of("x")));
        assertInstanceOf(IllegalArgumentException.class, failure(named, request()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "Transfer-Encoding"})
    void framingOfTheResponseCantBeForged(String name) {
        JakartaServerContainer container =
                modifying((config, request, response) -> response.getHeaders().put(name, List.of("5")));
        assertInstanceOf(IllegalArgumentException.class, failure(container, request()));
    }

    @Test
    void injectionByASubprotocolFailsTheHandshake() {
        JakartaServerContainer container = with(endpoint(Quiet.class)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
                        return "a\r\nSet-Cookie: x=y";
                    }
                })
                .build());
        assertInstanceOf(IllegalArgumentException.class, failure(container, request()));
    }

    @Test
    void whatAConfiguratorThrowsIsAFailedAnswer() {
        IllegalStateException thrown = new IllegalStateException("secret");
        JakartaServerContainer container = modifying((config, request, response) -> {
            throw thrown;
        });
        assertSame(thrown, failure(container, request().header("Sec-WebSocket-Extensions", "permessage-deflate")));
        assertEquals(List.of(), instances.events);
        JakartaServerContainer error = modifying((config, request, response) -> {
            throw new NoClassDefFoundError("secret");
        });
        assertInstanceOf(NoClassDefFoundError.class, failure(error, request()));
    }

    @Test
    void endpointThatCantBeMadeFailsBeforeTheAnswer() {
        Throwable failure = failure(with(endpoint(Broken.class).build()), request());
        assertInstanceOf(InstantiationException.class, failure.getCause());
        assertEquals(List.of("+Broken"), instances.events);
    }

    @Test
    void instanceIsEndedWhereItsCodersCantBeMade() {
        JakartaServerContainer container = with(
                endpoint(Quiet.class).encoders(List.of(BrokenEncoder.class)).build());
        assertNotNull(failure(container, request()));
        assertEquals(List.of("+Quiet", "+BrokenEncoder", "-BrokenEncoder", "-Quiet"), instances.events);
    }

    @Test
    void abandonedAnswerEndsWhatItHolds() {
        SoundEncoder.EVENTS.clear();
        JakartaServerContainer container =
                with(endpoint(Quiet.class).encoders(List.of(SoundEncoder.class)).build());
        UpgradeAnswer answer = answer(container, request());
        answer.abandon().run();
        answer.abandon().run();
        assertEquals(List.of("init", "destroy"), SoundEncoder.EVENTS);
        assertEquals(List.of("+Quiet", "+SoundEncoder", "-SoundEncoder", "-Quiet"), instances.events);
        assertTrue(container.shutdown().toCompletableFuture().isDone());
    }

    @Test
    void userPropertiesOfModifyHandshakeAreTheSessions() {
        ServerEndpointConfig[] given = new ServerEndpointConfig[1];
        JakartaServerContainer container = modifying((config, request, response) -> {
            config.getUserProperties().put("mine", given[0] == null);
            given[0] = config;
        });
        answer(container, request());
        ServerEndpointConfig first = given[0];
        answer(container, request());
        assertEquals(Map.of("mine", true), first.getUserProperties());
        assertEquals(Map.of("mine", false), given[0].getUserProperties());
        assertEquals("/room/{room}", first.getPath());
    }
}
