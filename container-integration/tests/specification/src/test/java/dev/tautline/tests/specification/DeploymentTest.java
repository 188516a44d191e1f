// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.CapturedLog;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import dev.tautline.tests.specification.InvalidEndpoints.NoDecoder;
import dev.tautline.tests.specification.InvalidEndpoints.NoSlash;
import dev.tautline.tests.specification.InvalidEndpoints.NoThrowable;
import dev.tautline.tests.specification.InvalidEndpoints.PartialPong;
import dev.tautline.tests.specification.InvalidEndpoints.SamePath;
import dev.tautline.tests.specification.InvalidEndpoints.TwoClientTexts;
import dev.tautline.tests.specification.InvalidEndpoints.TwoOpens;
import dev.tautline.tests.specification.InvalidEndpoints.TwoTexts;
import dev.tautline.tests.specification.InvalidEndpoints.WrongParameter;
import dev.tautline.tests.specification.InvalidEndpoints.WrongPathParameter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployment by scan, by code and from a servlet; and what is refused. */
class DeploymentTest {
    /** Valid. */
    @ServerEndpoint("/echo")
    public static class Echo {
        @OnMessage
        public String message(String text) {
            return "echo " + text;
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TwoTexts.class,
                TwoOpens.class,
                NoDecoder.class,
                WrongParameter.class,
                WrongPathParameter.class,
                NoThrowable.class,
                PartialPong.class,
                NoSlash.class
            })
    @Section({"5.2.1", "4.1", "4.1.1", "4.3", "4.4", "4.6", "4.7"})
    @DisplayName("an invalid endpoint refuses the application, valid endpoints too, and the log names it")
    void refused(Class<?> invalid) {
        try (CapturedLog log = CapturedLog.start();
                WebApplication application =
                        WebApplication.builder().endpoints(Echo.class, invalid).attempt()) {
            assertFalse(application.isAvailable());
            assertEquals(
                    404,
                    WireRequest.webSocket(application.base(), "/echo")
                            .exchange()
                            .status());
            log.assertContains("WebSocket endpoints", invalid.getSimpleName());
        }
    }

    @Test
    @Section({"5.2.1", "4.1.1"})
    @DisplayName("all faults of an application are reported together, an equal path among them")
    void together() {
        try (CapturedLog log = CapturedLog.start();
                WebApplication application = WebApplication.builder()
                        .endpoints(Echo.class, SamePath.class, TwoTexts.class, NoThrowable.class)
                        .attempt()) {
            assertFalse(application.isAvailable());
            assertTrue(
                    log.lines().stream()
                            .anyMatch(line -> line.contains("\"/echo\"")
                                    && line.contains("TwoTexts")
                                    && line.contains("NoThrowable")),
                    () -> String.join("\n", log.lines()));
        }
    }

    @Test
    @Section({"6.4", "5.2.1"})
    @DisplayName(
            "addEndpoint from a listener: the attribute is there; an invalid one is an exception there and refuses the rest")
    void listener() {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (WebApplication application = WebApplication.builder()
                .onStart(context -> {
                    ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
                    try {
                        container.addEndpoint(Echo.class);
                        container.addEndpoint(TwoTexts.class);
                    } catch (DeploymentException e) {
                        thrown.complete(e);
                    }
                })
                .start()) {
            assertTrue(Await.result("the exception", thrown).getMessage().contains("TwoTexts"));
            assertEquals(404, application.wire("/echo").exchange().status());
        }
        try (WebApplication application = WebApplication.builder()
                .onStart(context -> {
                    try {
                        ((ServerContainer) context.getAttribute(ServerContainer.class.getName()))
                                .addEndpoint(Echo.class);
                    } catch (DeploymentException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start()) {
            assertEquals("echo hi", application.answer("/echo", "hi"));
        }
    }

    /** Adds an endpoint. */
    private static final class AddingServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            ServerContainer container =
                    (ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(Echo.class);
                response.setStatus(201);
            } catch (DeploymentException e) {
                response.setStatus(409);
            }
        }
    }

    @Test
    @Section({"6.4", "5.2.1"})
    @DisplayName("endpoints come at run time, from a servlet; one that is refused is refused alone")
    void running() throws Exception {
        try (WebApplication application = WebApplication.builder()
                .with(context -> Tomcat.addServlet(context, "adding", new AddingServlet())
                        .addMapping("/add"))
                .start()) {
            assertEquals(404, application.wire("/echo").exchange().status());
            assertEquals(
                    201, WireRequest.get(application.base(), "/add").exchange().status());
            assertEquals("echo a", application.answer("/echo", "a"));
            assertThrows(
                    DeploymentException.class, () -> application.container().addEndpoint(TwoTexts.class));
            assertThrows(
                    DeploymentException.class, () -> application.container().addEndpoint(SamePath.class));
            assertEquals("echo b", application.answer("/echo", "b"));
            String path = application.serve(new Recorder());
            assertEquals(101, application.wire(path).exchange().status());
        }
    }

    @Test
    @Section("6.4")
    @DisplayName("a class that is found by the scan and added by code is deployed once")
    void twice() {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        try (WebApplication application = WebApplication.builder()
                .endpoints(Echo.class)
                .onStart(context -> {
                    try {
                        ((ServerContainer) context.getAttribute(ServerContainer.class.getName()))
                                .addEndpoint(Echo.class);
                        outcome.complete("ignored");
                    } catch (DeploymentException e) {
                        outcome.complete(e);
                    }
                })
                .start()) {
            assertEquals("ignored", Await.result("the outcome", outcome));
            assertEquals("echo c", application.answer("/echo", "c"));
        }
    }

    /** Tells its path parameters. */
    public static final class Upgraded extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (String text) -> session.getAsyncRemote()
                    .sendText(text + session.getPathParameters() + session.getUserProperties(), result -> {}));
        }
    }

    /** Upgrades what asks for it. */
    private static final class UpgradingServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws java.io.IOException, jakarta.servlet.ServletException {
            if (request.getHeader("Upgrade") == null) {
                response.getWriter().print("plain");
                return;
            }
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Upgraded.class, "/{name}")
                    .build();
            config.getUserProperties().put("by", "servlet");
            try {
                ((ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName()))
                        .upgradeHttpToWebSocket(request, response, config, Map.of("name", "given"));
            } catch (DeploymentException e) {
                throw new jakarta.servlet.ServletException(e);
            }
        }
    }

    @Test
    @Section("6.4")
    @DisplayName("upgradeHttpToWebSocket makes a connection of a servlet's request, with the path parameters given")
    void upgrade() throws Exception {
        try (WebApplication application = WebApplication.builder()
                .with(context -> Tomcat.addServlet(context, "upgrading", new UpgradingServlet())
                        .addMapping("/servlet/*"))
                .start()) {
            assertEquals(
                    200,
                    WireRequest.get(application.base(), "/servlet/x").exchange().status());
            try (WireClient client = application.wire("/servlet/x").open()) {
                assertEquals("hi{name=given}{by=servlet}", client.sendText("hi").text());
                client.closeCleanly();
            }
            Recorder ours = new Recorder();
            Session session = Pair.connect(ours, application.uri("/servlet/y"));
            session.getBasicRemote().sendText("hi");
            assertEquals("hi{name=given}{by=servlet}", ours.text());
            session.close();
        }
    }

    @Test
    @Section({"5.2.1", "4.2"})
    @DisplayName("an invalid client endpoint is a DeploymentException, before anything is connected")
    void client() {
        DeploymentException refusal =
                assertThrows(DeploymentException.class, () -> ContainerProvider.getWebSocketContainer()
                        .connectToServer(TwoClientTexts.class, URI.create("ws://127.0.0.1:1/")));
        assertTrue(refusal.getMessage().contains("TwoClientTexts"), refusal.getMessage());
    }
}
