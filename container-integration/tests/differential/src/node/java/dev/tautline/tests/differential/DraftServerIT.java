// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import dev.tautline.spec.Profile;
import jakarta.servlet.ServletContainerInitializer;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our server with {@code allowDrafts} beside the server of websocket-driver 0.8.0: every byte behind the header, and what the servers see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DraftServerIT {
    private static final int DEADLINE_MILLIS = 60_000;

    /** What ours does instead, and why. */
    private static final Map<String, List<String>> DECIDED = Map.of(
            // A missing version is not the word "undefined" here.
            "hixie-75 not allowed",
            List.of("status 400", "body Unsupported WebSocket version"),
            "hixie-76 not allowed",
            List.of("status 400", "body Unsupported WebSocket version"),
            // Text fails at the first bad byte (DECISIONS); the driver puts U+FFFD there.
            "hixie-76 bad UTF-8",
            List.of("event close"),
            // Version 8 is one of the drafts that the option allows (issue of the native API); the driver refuses it
            // always.
            "version 8",
            List.of("status 101"));

    private final BlockingQueue<String> ourEvents = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> theirEvents = new LinkedBlockingQueue<>();
    private final Tomcat tomcat = new Tomcat();
    private Process node;
    private int theirPort;

    @BeforeAll
    void start() throws Exception {
        startOurs();
        new NodePeers().close(); // installs the packages
        Path folder = Path.of("target", "node");
        Files.copy(
                Path.of("src", "node", "npm", "drafts.cjs"),
                folder.resolve("drafts.cjs"),
                StandardCopyOption.REPLACE_EXISTING);
        node = new ProcessBuilder("node", "drafts.cjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::readEvents, "node-events");
        reader.setDaemon(true);
        reader.start();
        theirPort = Integer.parseInt(next(theirEvents).substring("port ".length()));
    }

    private void readEvents() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(theirEvents::add);
        } catch (IOException | RuntimeException e) {
            // The process has ended; whoever waits for an event says so.
        }
    }

    private void startOurs() throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        ServletContainerInitializer start = (classes, application) -> {
            for (String path : List.of("/drafts", "/off")) {
                var unused = new WebSocketServer(WebSocketServerOptions.builder(Profile.FAYE)
                                .server(ServletHost.of(application))
                                .path(path)
                                .maxPayload(1_000)
                                .allowDrafts(path.equals("/drafts"))
                                .build())
                        .onConnection((socket, request) -> serve(socket, request.queryString()))
                        .start();
            }
        };
        context.addServletContainerInitializer(start, Set.of());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
    }

    private void serve(WebSocket socket, String name) {
        ourEvents.add(name + " open " + socket.version());
        socket.onMessage((from, message) -> {
            ourEvents.add((name + " message " + NodePeers.base64(message.text())).strip());
            switch (message.text()) {
                case "ping" -> from.send(Boolean.toString(from.ping("x").queued()));
                case "binary" ->
                    from.send(Boolean.toString(
                            !from.send(new byte[1]).toCompletableFuture().isCompletedExceptionally()));
                case "close" -> from.close();
                default -> from.send(message.text());
            }
        });
        socket.onClose((closed, event) -> ourEvents.add(name + " close"));
    }

    private static String next(BlockingQueue<String> events) throws InterruptedException, IOException {
        String event = events.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new IOException("No event comes");
        }
        return event;
    }

    @AfterAll
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        node.getOutputStream().close();
        node.destroy();
    }

    static List<DraftCase> cases() {
        return DraftCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsTheDriver(DraftCase given) throws Exception {
        List<String> expected = run(given, theirPort, theirEvents);
        List<String> actual = run(given, tomcat.getConnector().getLocalPort(), ourEvents);
        List<String> decision = DECIDED.get(given.name());
        if (decision == null) {
            assertEquals(expected, actual);
        } else {
            assertEquals(decision, actual.stream().filter(decision::contains).toList());
            assertNotEquals(expected, actual, "no longer a difference: take it out of the list");
        }
    }

    /** The next event of one connection; what others still tell is of no interest. */
    private static String next(BlockingQueue<String> events, String name) throws InterruptedException, IOException {
        String event = next(events);
        while (!event.startsWith(name + " ")) {
            event = next(events);
        }
        return event.substring(name.length() + 1);
    }

    private List<String> run(DraftCase given, int port, BlockingQueue<String> events) throws Exception {
        String name = "case" + cases().indexOf(given);
        List<String> outcome = new ArrayList<>();
        boolean open;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream()
                    .write((head(given, name, port) + given.early()).getBytes(StandardCharsets.ISO_8859_1));
            List<String> head = Wire.head(in);
            open = describe(head, port, outcome);
            for (byte next : given.late().getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(next);
            }
            // hybi has its own cases
            boolean hybi = !Wire.value(head, "sec-websocket-accept").isEmpty();
            if (open && !hybi) {
                socket.shutdownOutput();
                outcome.add("bytes " + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            if (!open) {
                outcome.add("body " + new String(in.readNBytes(length(head)), StandardCharsets.UTF_8));
            }
        }
        // The connection has ended now, whoever was to end it.
        String event = open ? "" : "close";
        while (!event.equals("close")) {
            event = next(events, name);
            outcome.add("event " + event);
        }
        return outcome;
    }

    private static int length(List<String> head) {
        return Integer.parseInt(Wire.value(head, "content-length"));
    }

    private static String head(DraftCase given, String name, int port) {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + given.path() + "?" + name + " HTTP/1.1",
                "Host: 127.0.0.1:" + port,
                "Upgrade: WebSocket",
                "Connection: Upgrade",
                "Origin: http://127.0.0.1:" + port));
        lines.addAll(given.fields());
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** @return whether the connection is open */
    private static boolean describe(List<String> head, int port, List<String> outcome) {
        String status = head.get(0).split(" ", -1)[1];
        outcome.add("status " + status);
        for (String name : List.of(
                "upgrade",
                "connection",
                "websocket-origin",
                "websocket-location",
                "sec-websocket-origin",
                "sec-websocket-location")) {
            if (status.equals("101")) {
                outcome.add(name + ": " + Wire.value(head, name).replace(":" + port, ":PORT"));
            }
        }
        return status.equals("101");
    }
}
