// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.transport.Transport;
import dev.tautline.internal.transport.TransportListener;
import dev.tautline.servlet.Deployment;
import dev.tautline.servlet.TransportChoice;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gate, upgrade filter and both transports of Tomcat in a real Tomcat, with a responder that echoes bytes. */
class EmbeddedUpgradeTest {
    private final Tomcat tomcat = new Tomcat();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private volatile Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> decision =
            request -> CompletableFuture.completedFuture(accepted());

    private UpgradeAnswer accepted() {
        return new UpgradeAnswer(
                101,
                List.of(Map.entry("X-Ours", "yes")),
                "",
                transport -> transport.start(new Echo(transport)),
                () -> events.add("abandoned"));
    }

    /** Writes back what it reads, one write at a time. */
    private final class Echo implements TransportListener {
        private final Transport transport;
        private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
        private boolean writing;

        Echo(Transport transport) {
            this.transport = transport;
            events.add(transport.name());
            new Thread(transport::demand).start();
        }

        @Override
        public void onRead(ByteBuffer buffer) {
            ByteBuffer copy =
                    ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            synchronized (this) {
                waiting.add(copy);
                if (writing) {
                    return;
                }
                writing = true;
            }
            writeOn();
        }

        private void writeOn() {
            while (true) {
                ByteBuffer next;
                synchronized (this) {
                    next = waiting.poll();
                    writing = next != null;
                }
                if (next == null) {
                    new Thread(transport::demand).start();
                    return;
                }
                if (!transport.write(new ByteBuffer[] {next}, 1)) {
                    return;
                }
            }
        }

        @Override
        public void onWritten() {
            writeOn();
        }

        @Override
        public void onEof() {
            events.add("eof");
            transport.abort();
        }

        @Override
        public void onFailure(Throwable cause) {
            events.add("failure");
        }

        @Override
        public void onClosed() {
            events.add("closed");
        }

        @Override
        public void onLeaseLost() {
            // Runs no callbacks.
        }
    }

    private final class Responder implements UpgradeResponder {
        @Override
        public boolean handles(UpgradeRequest request) {
            return request.path().equals("/ws");
        }

        @Override
        public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
            events.add("asked " + request.requestUri().getRawQuery());
            return decision.apply(request);
        }

        @Override
        public CompletionStage<?> shutdown() {
            events.add("shutdown");
            return CompletableFuture.completedFuture(null);
        }
    }

    /** An application's own filter: sees no upgrade, and keeps strangers out. */
    private final class Guard extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, jakarta.servlet.ServletException {
            events.add("guard " + request.getHeader("Upgrade"));
            if ("no".equals(request.getHeader("X-Guard"))) {
                response.setStatus(401);
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    private int start(String choice) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("relaxedQueryChars", "|");
        Context context = tomcat.addContext("/app", folder.toString());
        context.addParameter(TransportChoice.PARAMETER, choice);
        context.addServletContainerInitializer((found, servletContext) -> initialize(servletContext), null);
        Wrapper servlet = Tomcat.addServlet(context, "default", new jakarta.servlet.http.HttpServlet() {
            private static final long serialVersionUID = 1;
        });
        servlet.addMapping("/");
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    private void initialize(ServletContext context) {
        Deployment.of(context).add(new Responder());
        jakarta.servlet.FilterRegistration.Dynamic guard = context.addFilter("guard", new Guard());
        guard.setAsyncSupported(true);
        guard.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static Socket ask(int port, String path, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private static Socket upgrade(int port, String path, String... headers) throws IOException {
        String[] all = new String[headers.length + 2];
        all[0] = "Upgrade: websocket";
        all[1] = "Connection: Upgrade";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return ask(port, path, all);
    }

    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private String event() throws InterruptedException {
        return events.poll(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"auto, tomcat-channel", "container, tomcat-poller"})
    void echoesOnEveryTransport(String choice, String name) throws Exception {
        int port = start(choice);
        try (Socket socket = upgrade(port, "/app/ws?q=a|b%20c")) {
            String head = head(socket);
            assertTrue(head.startsWith("HTTP/1.1 101"), head);
            assertTrue(head.contains("X-Ours: yes"), head);
            assertEquals("guard null", event());
            assertEquals("asked q=a%7Cb%20c", event());
            assertEquals(name, event());
            byte[] sent = new byte[300_000];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i * 31);
            }
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
            writer.get(60, TimeUnit.SECONDS);
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals("eof", event());
        assertEquals("closed", event());
    }

    @Test
    void anEndBeforeTheListenerIsToldToIt() throws Exception {
        int port = start("container");
        decision = request -> CompletableFuture.completedFuture(new UpgradeAnswer(101, List.of(), "", transport -> {
            ((TomcatTransport) transport).closedByContainer();
            transport.start(new Echo(transport));
        }));
        try (Socket socket = upgrade(port, "/app/ws")) {
            assertTrue(head(socket).startsWith("HTTP/1.1 101"));
            assertEquals("guard null", event());
            assertEquals("asked null", event());
            assertEquals("tomcat-poller", event());
            assertEquals("closed", event());
            assertEquals(-1, socket.getInputStream().read());
        }
        assertTrue(events.isEmpty());
    }

    @Test
    void filtersOfTheApplicationRefuse() throws Exception {
        int port = start("auto");
        try (Socket socket = upgrade(port, "/app/ws", "X-Guard: no")) {
            assertTrue(head(socket).startsWith("HTTP/1.1 401"));
        }
        assertEquals("guard null", event());
        assertTrue(events.isEmpty());
    }

    @Test
    void otherRequestsAreNotOurs() throws Exception {
        int port = start("auto");
        try (Socket socket = upgrade(port, "/app/other", "Connection: close")) {
            assertFalse(head(socket).startsWith("HTTP/1.1 101"));
        }
        assertEquals("guard websocket", event());
        try (Socket socket = ask(port, "/app/ws", "Connection: close")) {
            assertFalse(head(socket).startsWith("HTTP/1.1 101"));
        }
        assertEquals("guard null", event());
        assertTrue(events.isEmpty());
    }

    @Test
    void faultsAreAnsweredWithoutText() throws Exception {
        int port = start("auto");
        List<Function<UpgradeRequest, CompletionStage<UpgradeAnswer>>> faults =
                List.of(request -> CompletableFuture.failedFuture(new IllegalStateException("secret")), request -> {
                    throw new IllegalStateException("secret");
                });
        for (Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> fault : faults) {
            decision = fault;
            try (Socket socket = upgrade(port, "/app/ws", "Connection: close")) {
                String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertTrue(all.startsWith("HTTP/1.1 500"), all);
                assertFalse(all.contains("secret"), all);
                assertTrue(all.endsWith("\r\n\r\n"), all);
            }
        }
    }

    @Test
    void refusalKeepsStatusHeadersAndBody() throws Exception {
        int port = start("auto");
        decision = request -> CompletableFuture.completedFuture(new UpgradeAnswer(
                403, List.of(Map.entry("Connection", "close"), Map.entry("X-Why", "origin")), "Forbidden", null));
        try (Socket socket = upgrade(port, "/app/ws")) {
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertTrue(all.startsWith("HTTP/1.1 403"), all);
            assertTrue(all.contains("X-Why: origin"), all);
            assertTrue(all.endsWith("Forbidden"), all);
        }
    }

    @Test
    void decisionMayTakeItsTime() throws Exception {
        int port = start("auto");
        CompletableFuture<UpgradeAnswer> later = new CompletableFuture<>();
        decision = request -> later;
        try (Socket socket = upgrade(port, "/app/ws")) {
            assertEquals("guard null", event());
            assertEquals("asked null", event());
            later.complete(accepted());
            assertTrue(head(socket).startsWith("HTTP/1.1 101"));
            assertEquals("tomcat-channel", event());
            socket.getOutputStream().write('x');
            assertEquals('x', socket.getInputStream().read());
        }
    }

    @Test
    void stopShutsTheResponderDown() throws Exception {
        start("auto");
        tomcat.stop();
        assertEquals("shutdown", event());
    }
}
