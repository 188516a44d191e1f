// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import dev.tautline.tests.contract.wire.WireMessage;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the WAR on every distribution. One server a class; it is stopped by the last test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DistributionContract {
    static final String APPLICATION = "application";

    private static final int MEBIBYTE = 1 << 20;
    private static final int SEVERAL = 10;
    private static final int LAST = Integer.MAX_VALUE;
    static final long PATIENCE_SECONDS = 60;
    private static final Pattern TAKEN_OVER = Pattern.compile("WebSocket connections are taken over by");

    /** What a container prints about an application that left something behind or failed to stop. */
    private static final Pattern LEAK =
            Pattern.compile("memory leak|failed to stop it|failed to remove it|has been stopped already|SEVERE|:WARN");

    private Distribution server;
    private Path war;

    /**
     * Makes the WAR of this column.
     *
     * @param file to be made
     */
    abstract Path makeWar(Path file) throws IOException;

    /**
     * Starts the server.
     *
     * @param base a directory that has the WAR in {@code webapps}
     */
    abstract Distribution start(Path base) throws Exception;

    @BeforeAll
    final void startServer() throws Exception {
        Path directory = Scratch.empty(getClass().getSimpleName());
        war = makeWar(directory.resolve("made/" + APPLICATION + ".war"));
        Path webapps = Files.createDirectories(directory.resolve("base/webapps"));
        Files.copy(war, webapps.resolve(war.getFileName()));
        server = start(directory.resolve("base"));
        server.awaitStatus(APPLICATION, 200);
    }

    @AfterAll
    final void killServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    final Distribution server() {
        return server;
    }

    final Path war() {
        return war;
    }

    final WireClient open(String path) {
        return handshake(path).open();
    }

    final WireRequest handshake(String path) {
        return WireRequest.webSocket(server.uri(), "/" + APPLICATION + path);
    }

    /** As somebody whom the filter lets in. */
    private WireClient openAs(String name) {
        return handshake("/private/who")
                .header("Authorization", "Bearer " + name)
                .open();
    }

    /** The principal that an endpoint sees after the filter has let somebody in. */
    String principal(String name) {
        return name;
    }

    static void assertEchoes(WireClient client, String text) {
        client.sendText(text);
        WireMessage answer = client.message();
        assertEquals(WireFrame.TEXT, answer.opcode());
        assertEquals(text, answer.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000, MEBIBYTE})
    void echoesEverySize(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        String text = "a".repeat(size % 3) + "€".repeat(size / 3);
        try (WireClient client = open("/echo")) {
            client.sendBinary(bytes);
            WireMessage binary = client.message();
            assertEquals(WireFrame.BINARY, binary.opcode());
            assertArrayEquals(bytes, binary.payload());
            assertEchoes(client, text);
        }
    }

    @Test
    void compresses() throws Exception {
        byte[] bytes = "All work and no play. ".repeat(MEBIBYTE / 22).getBytes(UTF_8);
        try (WireClient client = handshake("/echo").deflate().open()) {
            for (int opcode : new int[] {WireFrame.TEXT, WireFrame.BINARY, WireFrame.TEXT}) {
                client.sendDeflated(opcode, bytes);
                WireMessage answer = client.message();
                assertEquals(opcode, answer.opcode());
                assertTrue(answer.deflated(), "compressed");
                assertArrayEquals(bytes, answer.payload());
            }
            assertEchoes(client, "not every message has to be");
        }
    }

    @Test
    void aBlockingCallbackDelaysNobody() throws Exception {
        List<WireClient> waiting = new ArrayList<>();
        List<WireClient> others = new ArrayList<>();
        try {
            for (int i = 0; i < SEVERAL; i++) {
                WireClient client = open("/waiting");
                waiting.add(client);
                client.sendText("wait");
                assertEquals("waiting", client.text());
            }
            // So many that every loop has some.
            for (int i = 0; i < SEVERAL; i++) {
                WireClient client = open("/waiting");
                others.add(client);
                assertEchoes(client, "while others wait");
            }
            for (WireClient client : others) {
                client.sendText("release");
                assertEquals("ok", client.text());
            }
            for (WireClient client : waiting) {
                assertEquals("released", client.text());
            }
        } finally {
            closeAll(waiting);
            closeAll(others);
        }
    }

    @Test
    void aFilterInFrontRefuses() throws Exception {
        HttpAnswer answer = handshake("/private/who").exchange();
        assertEquals(401, answer.status());
        assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }

    @Test
    void aFilterInFrontLetsIn() throws Exception {
        try (WireClient client = openAs("Ada")) {
            client.sendText("who am I?");
            assertEquals(principal("Ada"), client.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "provider, dev.tautline.jakarta.TautlineContainer",
        "container, dev.tautline.jakarta.TautlineContainer",
        "native, dev.tautline.WebSocket"
    })
    void theApplicationIsAClient(String by, String type) throws Exception {
        assertEquals(type + ": to myself", connectFromInside(by));
    }

    /** The class by which the application has connected to its own echo, and what came back. */
    private String connectFromInside(String by) {
        HttpAnswer answer = WireRequest.get(server.uri(), "/" + APPLICATION + "/client?text=to%20myself&by=" + by)
                .exchange();
        assertEquals(200, answer.status(), answer.body());
        return answer.body();
    }

    /** Whose the {@code ServerContainer} is: {@code application} or {@code server}. */
    String owner() {
        return "application";
    }

    /** What the application tells of its context attribute. */
    final String container(String application) {
        return WireRequest.get(server().uri(), "/" + application + "/container")
                .exchange()
                .body();
    }

    @Test
    void theContextAttributeIsOurs() throws Exception {
        String expected = "JakartaServerContainer of the " + owner();
        assertEquals(expected + ", " + expected, container(APPLICATION));
        try (WireClient client = open("/added")) {
            assertEchoes(client, "added by a listener");
        }
    }

    @Test
    void everyEndIsCounted() throws Exception {
        Await.equal("0 open", this::openSessions, "sessions of other tests");
        Await.equal(server.idleConnections(), server::connections, "connections of other tests");
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 3 * SEVERAL; i++) {
            clients.add(open("/echo"));
        }
        for (WireClient client : clients) {
            assertEchoes(client, "here");
        }
        Await.equal(server.idleConnections() + clients.size(), server::connections, "connections");
        for (int i = 0; i < clients.size(); i++) {
            end(clients.get(i), i % 3);
        }
        Await.equal("0 open", this::openSessions, "sessions");
        Await.equal(server.idleConnections(), server::connections, "connections");
    }

    private static void end(WireClient client, int way) {
        switch (way) {
            case 0 -> client.closeCleanly();
            case 1 -> client.close();
            default -> client.reset();
        }
    }

    @Test
    void theLogTellsWhoTookTheConnections() throws Exception {
        try (WireClient client = open("/echo")) {
            assertEchoes(client, "here");
        }
        assertEquals(
                List.of(),
                server.log().find(TAKEN_OVER).stream()
                        .filter(line -> !line.endsWith(": " + server.takeover()))
                        .toList());
        server.log().await(0, TAKEN_OVER);
    }

    @Test
    void theChatWorksAsItIsBuilt() throws Exception {
        server.deploy("chat", Settings.path("chat.war"));
        HttpAnswer page = WireRequest.get(server.uri(), "/chat/").exchange();
        assertTrue(page.body().contains("<title>Chat</title>"), page.body());
        try (WireClient ada = enterChat("Ada")) {
            assertStarts("{\"type\":\"welcome\",\"you\":\"Ada\"", ada.text());
            try (WireClient bob = enterChat("Bob")) {
                assertStarts("{\"type\":\"welcome\",\"you\":\"Bob\"", bob.text());
                assertStarts("{\"type\":\"joined\",\"name\":\"Bob\"", ada.text());
                ada.sendText("Hello, Bob");
                String said = bob.text();
                assertStarts("{\"type\":\"message\",\"from\":\"Ada\"", said);
                assertTrue(said.endsWith("\"text\":\"Hello, Bob\"}"), said);
                assertEquals(said, ada.text());
                bob.closeCleanly();
            }
            assertStarts("{\"type\":\"left\",\"name\":\"Bob\"", ada.text());
            ada.closeCleanly();
        }
        server.undeploy("chat");
        expectClassLoaders(1);
    }

    private WireClient enterChat(String name) {
        return WireRequest.webSocket(server.uri(), "/chat/chat/lobby?name=" + name)
                .open();
    }

    private static void assertStarts(String start, String message) {
        assertTrue(message.startsWith(start), message);
    }

    @Test
    @Order(LAST - 1)
    void nothingStaysOfAnUndeployedApplication() throws Exception {
        List<WireClient> clients = openOfEveryKind();
        CompletableFuture<Void> undeployed = inBackground(() -> server.undeploy(APPLICATION));
        expectGoingAway(clients);
        undeployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // Tomcat has told already, if it has found out by itself what it was to look for.
        Await.equal(List.of(), this::tautlineThreads, "our threads");
        expectClassLoaders(0);
        Await.equal(0L, () -> server.jmx().instances(this::isLeftover), "our objects");
        assertEquals(List.of(), complaints());

        server.deploy(APPLICATION, war);
        try (WireClient client = open("/echo")) {
            assertEchoes(client, "here again");
        }
        Await.equal(server.idleConnections(), server::connections, "connections");
        assertFalse(tautlineThreads().isEmpty(), "threads of the new application");
        assertEquals(1, server.jmx().instances(server::isApplicationLoader), "class loader of the new one");
    }

    @Test
    @Order(LAST)
    void stopsOnSigterm() throws Exception {
        List<WireClient> clients = openOfEveryKind();
        server.process().terminate();
        expectGoingAway(clients);
        assertEquals(143, server.process().exitStatus());
        assertEquals(List.of(), complaints());
    }

    /** Plain, compressed, and one that is behind the filter; besides them one of the application to itself, which it leaves open. */
    private List<WireClient> openOfEveryKind() {
        WireClient plain = open("/echo");
        assertEchoes(plain, "here");
        WireClient compressed = handshake("/echo").deflate().open();
        compressed.sendDeflated(WireFrame.TEXT, "here and here and here".getBytes(UTF_8));
        assertEquals("here and here and here", compressed.text());
        WireClient secured = openAs("Ada");
        secured.sendText("who am I?");
        assertEquals(principal("Ada"), secured.text());
        connectFromInside("kept");
        return List.of(plain, compressed, secured);
    }

    static void expectGoingAway(List<WireClient> clients) {
        for (WireClient client : clients) {
            assertEquals(1001, client.closeFrame().closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            client.close();
        }
    }

    /** Fails, and leaves a heap dump, unless all class loaders but so many get collected. */
    final void expectClassLoaders(long expected) throws Exception {
        try {
            Await.equal(expected, () -> server.jmx().instances(server::isApplicationLoader), "class loaders");
        } catch (AssertionError e) {
            server.jmx().dumpHeap(war.resolveSibling("left-" + System.nanoTime() + ".hprof"));
            throw e;
        }
    }

    /** Log lines that should not be there. */
    List<String> complaints() {
        return server.log().find(LEAK);
    }

    /** Whether nothing of this class may be left when no application is there. */
    boolean isLeftover(String className) {
        return className.startsWith("dev.tautline.");
    }

    private List<String> tautlineThreads() throws IOException {
        return server.jmx().threadNames().stream()
                .filter(name -> name.startsWith("tautline-"))
                .toList();
    }

    static CompletableFuture<Void> inBackground(Executable action) {
        return CompletableFuture.runAsync(() -> {
            try {
                action.execute();
            } catch (Throwable e) {
                throw new CompletionException(e);
            }
        });
    }

    private String openSessions() {
        HttpAnswer answer =
                WireRequest.get(server.uri(), "/" + APPLICATION + "/visits").exchange();
        assertEquals(200, answer.status());
        String visits = answer.body();
        return visits.substring(0, visits.indexOf(','));
    }

    private static void closeAll(List<WireClient> clients) {
        clients.forEach(WireClient::close);
    }
}
