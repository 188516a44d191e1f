// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.eventsource.EventSource;
import dev.tautline.servlet.DeploymentInitializer;
import dev.tautline.servlet.ServletEventSources;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.TestCertificate;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import dev.tautline.tests.contract.wire.WireStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Servers that join a Jetty {@code Server} of the application's. */
@DisplayName("1.1-01 server mode")
class JettyHostTest {
    private final Server jetty = new Server();

    /** An application's own handler. */
    private static final class Greeting extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (request.getHttpURI().getPath().equals("/greeting")) {
                response.write(true, ByteBuffer.wrap("good day".getBytes(StandardCharsets.UTF_8)), callback);
                return true;
            }
            return false;
        }
    }

    /** Tells the time once, by events. */
    private static final class ClockServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            EventSource source = ServletEventSources.open(request, response);
            source.send("12:00", "tick", "1");
        }
    }

    private URI start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.start();
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    private WebSocketServer join(String path) {
        WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder()
                .server(JettyHost.of(jetty))
                .path(path)
                .build());
        server.onConnection((socket, request) -> socket.onMessage((from, message) -> from.send(path + message.text())));
        Await.result("start", server.start().toCompletableFuture());
        return server;
    }

    private static void echoes(URI base, String path) {
        try (WireClient client = WireRequest.webSocket(base, path).open()) {
            assertEquals(path + "!", client.sendText("!").text());
            client.closeCleanly();
        }
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    @Test
    void severalServersAndOtherHandlersShareOneServer() throws Exception {
        join("/one");
        jetty.setHandler(new Greeting());
        URI base = start();
        join("/two");
        echoes(base, "/one");
        echoes(base, "/two");
        assertEquals("good day", WireRequest.get(base, "/greeting").exchange().body());
        assertEquals(404, WireRequest.get(base, "/one").exchange().status());
        HttpAnswer nobodys = WireRequest.webSocket(base, "/three").exchange();
        assertEquals(404, nobodys.status());
        HttpAnswer passed = WireRequest.webSocket(base, "/greeting").exchange();
        assertEquals(200, passed.status());
    }

    @Test
    void aServerThatClosesLeavesTheOthers() throws Exception {
        WebSocketServer one = join("/one");
        join("/two");
        URI base = start();
        echoes(base, "/one");
        Await.result("close", one.close().toCompletableFuture());
        assertEquals(404, WireRequest.webSocket(base, "/one").exchange().status());
        echoes(base, "/two");
    }

    @Test
    void aHostIsMadeBeforeTheServerStarts() throws Exception {
        JettyHost host = JettyHost.of(jetty);
        start();
        assertSame(host, JettyHost.of(jetty));
        Server late = new Server();
        late.start();
        try {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> JettyHost.of(late));
            assertTrue(refused.getMessage().contains("before server.start()"), refused.getMessage());
        } finally {
            late.stop();
        }
    }

    @Test
    void stoppingTheServerSaysGoodbye() throws Exception {
        join("/one");
        URI base = start();
        try (WireClient client = WireRequest.webSocket(base, "/one").open()) {
            assertEquals("/one!", client.sendText("!").text());
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
                try {
                    jetty.stop();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertEquals(1001, client.closeFrame().closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            Await.result("stop", stopped);
        }
    }

    @Test
    void servletsAndEventSourcesStandBeside() throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new DeploymentInitializer());
        ServletHolder clock = new ServletHolder(new ClockServlet());
        clock.setAsyncSupported(true);
        context.addServlet(clock, "/clock");
        jetty.setHandler(context);
        join("/one");
        URI base = start();
        echoes(base, "/one");
        try (WireStream stream = WireRequest.get(base, "/clock").header("Accept", "text/event-stream").stream()) {
            assertEquals(200, stream.head().status(), stream.head().toString());
            stream.expect("retry: 5000\r\n\r\nevent: tick\r\nid: 1\r\ndata: 12:00\r\n\r\n");
        }
    }

    @Test
    @DisplayName("1.14-04 a TLS connector of the application's")
    void tlsConnector() throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TestCertificate.sslContext());
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector =
                new ServerConnector(jetty, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        join("/one");
        jetty.start();
        echoes(URI.create("https://127.0.0.1:" + connector.getLocalPort()), "/one");
    }
}
