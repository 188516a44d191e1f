// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Extension;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

/** What holds for chat.war and specification.war on every server. One container a class; the last test stops it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerContract {
    private static final int MEBIBYTE = 1 << 20;
    private static final int STOP_SECONDS = 30;
    private static final Pattern FAULT =
            Pattern.compile("SEVERE|memory leak|failed to stop it|failed to remove it|Failed startup");

    private GenericContainer<?> server;

    /** The server of this column, not started. */
    abstract GenericContainer<?> newServer();

    @BeforeAll
    void startServer() {
        server = newServer();
        server.start();
    }

    @AfterAll
    void removeServer() {
        if (server != null) {
            server.stop();
        }
    }

    final GenericContainer<?> server() {
        return server;
    }

    /** What clients speak, {@code ws} or {@code wss}. */
    String scheme() {
        return "ws";
    }

    /** Where clients connect. */
    int port() {
        return server.getMappedPort(Servers.PORT);
    }

    final URI uri(String path) {
        return URI.create(scheme() + "://127.0.0.1:" + port() + path);
    }

    final Caller connect(String path, String... subprotocols) throws Exception {
        return Caller.connect(uri("/specification" + path), subprotocols);
    }

    @Test
    void theChatWorks() throws Exception {
        try (Caller ada = Caller.connect(uri("/chat/chat/lobby?name=Ada"))) {
            assertStarts("{\"type\":\"welcome\",\"you\":\"Ada\"", ada.hear());
            try (Caller bob = Caller.connect(uri("/chat/chat/lobby?name=Bob"))) {
                assertStarts("{\"type\":\"welcome\",\"you\":\"Bob\"", bob.hear());
                assertStarts("{\"type\":\"joined\",\"name\":\"Bob\"", ada.hear());
                ada.say("Hello, Bob");
                assertStarts("{\"type\":\"message\",\"from\":\"Ada\"", bob.hear());
                assertStarts("{\"type\":\"message\",\"from\":\"Ada\"", ada.hear());
            }
            assertStarts("{\"type\":\"left\",\"name\":\"Bob\"", ada.hear());
        }
    }

    private static void assertStarts(String start, String message) {
        assertTrue(message.startsWith(start), message);
    }

    @Test
    void weServeIt() throws Exception {
        try (Caller caller = connect("/connection")) {
            assertEquals(
                    scheme().equals("wss")
                            ? "secure wss dev.tautline.jakarta.session"
                            : "plain ws dev.tautline.jakarta.session",
                    caller.hear());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MEBIBYTE})
    void echoesEverySize(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        String text = "a".repeat(size % 3) + "€".repeat(size / 3);
        try (Caller caller = connect("/echo")) {
            caller.session().getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
            assertEquals(ByteBuffer.wrap(bytes), caller.hearBinary());
            assertEquals(text, caller.say(text).hear());
        }
    }

    @Test
    void compresses() throws Exception {
        String text = "All work and no play. ".repeat(MEBIBYTE / 22);
        try (Caller caller = Caller.compressing(uri("/specification/echo"))) {
            assertEquals(
                    List.of("permessage-deflate"),
                    caller.session().getNegotiatedExtensions().stream()
                            .map(Extension::getName)
                            .toList());
            for (int i = 0; i < 3; i++) {
                assertEquals(text, caller.say(text).hear());
            }
        }
    }

    @Test
    void agreesOnTheSubprotocolThatTheClientPrefers() throws Exception {
        try (Caller caller = connect("/echo", "v3", "v1", "v2")) {
            assertEquals("v1", caller.session().getNegotiatedSubprotocol());
        }
    }

    @Test
    void pathAndQueryAreDecodedAndRoomsAreApart() throws Exception {
        try (Caller ada = connect("/rooms/gr%C3%BCn?name=Ada");
                Caller bob = connect("/rooms/gr%C3%BCn?name=Bob");
                Caller carol = connect("/rooms/red?name=Carol")) {
            assertEquals("welcome to grün, [Ada]", ada.hear());
            assertEquals("welcome to grün, [Bob]", bob.hear());
            assertEquals("welcome to red, [Carol]", carol.hear());
            ada.say("hello");
            assertEquals("grün: hello", ada.hear());
            assertEquals("grün: hello", bob.hear());
            assertEquals("red: mine", carol.say("mine").hear());
        }
    }

    @Test
    void codersWorkAndADecodeErrorEndsNothing() throws Exception {
        try (Caller caller = connect("/point")) {
            assertEquals("2,1", caller.say("1,2").hear());
            assertEquals("DecodeException", caller.say("1,two").hear());
            assertEquals("4,3", caller.say("3,4").hear());
        }
    }

    @Test
    void takesALargeMessageInParts() throws Exception {
        int parts = 32;
        byte[] part = new byte[MEBIBYTE];
        new Random(7).nextBytes(part);
        CRC32 checksum = new CRC32();
        try (Caller caller = connect("/parts")) {
            for (int i = 1; i <= parts; i++) {
                checksum.update(part);
                caller.session().getBasicRemote().sendBinary(ByteBuffer.wrap(part), i == parts);
            }
            assertEquals((long) parts * MEBIBYTE + " " + checksum.getValue(), caller.hear());
        }
    }

    @Test
    void aMessageThatIsTooLongEndsWith1009() throws Exception {
        try (Caller caller = connect("/limited")) {
            caller.say("12345678901234567");
            assertEquals(CloseCodes.TOO_BIG, caller.closeReason().getCloseCode());
        }
    }

    @Test
    void theServersCodeAndReasonArrive() throws Exception {
        try (Caller caller = connect("/limited")) {
            caller.say("4711");
            CloseReason reason = caller.closeReason();
            assertEquals(4711, reason.getCloseCode().getCode());
            assertEquals("as you say", reason.getReasonPhrase());
        }
    }

    @Test
    void manyThreadsSendAtOnce() throws Exception {
        int threads = 8;
        int each = 100;
        try (Caller caller = connect("/echo")) {
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String text = "thread " + thread + " ".repeat(1000 * thread);
                senders.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        sayUnchecked(caller, text);
                    }
                }));
            }
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < threads * each; i++) {
                heard.add(caller.hear());
            }
            CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).join();
            for (int thread = 0; thread < threads; thread++) {
                String text = "thread " + thread + " ".repeat(1000 * thread);
                assertEquals(each, heard.stream().filter(text::equals).count(), text.trim());
            }
        }
    }

    private static void sayUnchecked(Caller caller, String text) {
        try {
            caller.say(text);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aServerThatIsStoppedSays1001() throws Exception {
        Caller echo = connect("/echo");
        Caller chat = Caller.connect(uri("/chat/chat/lobby?name=Ada"));
        assertEquals("still here", echo.say("still here").hear());
        chat.hear();
        server.getDockerClient()
                .stopContainerCmd(server.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        assertEquals(CloseCodes.GOING_AWAY, echo.closeReason().getCloseCode());
        assertEquals(CloseCodes.GOING_AWAY, chat.closeReason().getCloseCode());
        String log = server.getLogs();
        assertFalse(FAULT.matcher(log).find(), log);
    }
}
