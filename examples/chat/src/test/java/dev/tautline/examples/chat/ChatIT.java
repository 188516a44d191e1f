// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat as a whole, by the jar and the WAR that the build made. */
class ChatIT {
    private static ChatServer server;
    private static String logOfStart;

    @BeforeAll
    static void start() throws Exception {
        server = ChatServer.start(0);
        logOfStart = server.log();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void servesThePageAndItsParts() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (String part : new String[] {"", "chat.js", "style.css", "icon.svg"}) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(server.page() + part)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), part);
            assertTrue(response.body().contains("SPDX-License-Identifier"), part);
        }
    }

    @Test
    void peopleMeetTalkAndPart() throws Exception {
        try (Visitor ada = Visitor.enter(server.port(), "Tea Room", "Ada")) {
            assertTrue(ada.welcome().contains("\"members\":[\"Ada\"]"), ada.welcome());
            ada.say("Anybody here?");
            ada.await("\"text\":\"Anybody here?\"");
            try (Visitor bob = Visitor.enter(server.port(), "tea room", "Bøb")) {
                assertTrue(bob.welcome().contains("\"members\":[\"Ada\",\"Bøb\"]"), bob.welcome());
                assertTrue(bob.welcome().contains("\"text\":\"Anybody here?\""), bob.welcome());
                ada.await("\"type\":\"joined\"", "\"name\":\"Bøb\"");
                bob.say("");
                ada.await("\"type\":\"typing\"", "\"name\":\"Bøb\"");
                bob.say("Me 😀");
                ada.await("\"type\":\"message\"", "\"from\":\"Bøb\"", "\"text\":\"Me 😀\"");
                bob.await("\"type\":\"message\"", "\"from\":\"Bøb\"", "\"text\":\"Me 😀\"");
            }
            ada.await("\"type\":\"left\"", "\"name\":\"Bøb\"");
        }
    }

    @Test
    void aTakenNameGetsANumber() throws Exception {
        try (Visitor first = Visitor.enter(server.port(), "names", "Ada");
                Visitor second = Visitor.enter(server.port(), "names", "ADA")) {
            first.await("\"joined\"", "\"ADA 2\"");
            assertTrue(second.welcome().contains("\"you\":\"ADA 2\""), second.welcome());
        }
    }

    @ParameterizedTest
    @CsvSource({"lobby, ''", "lobby, a\u202eb", "'<b>', Ada", "-, Ada"})
    void anUnusableNameIsRefusedWithAReason(String room, String name) throws Exception {
        try (Visitor visitor = Visitor.connect(server.port(), room, name)) {
            assertTrue(visitor.await("CLOSE").startsWith("CLOSE 4400 A "));
        }
    }

    @Test
    void aLongMessageIsExplainedAndAHugeOneEndsTheConnection() throws Exception {
        try (Visitor ada = Visitor.enter(server.port(), "long", "Ada")) {
            ada.say("x".repeat(Room.MAX_TEXT + 1));
            ada.await("\"type\":\"notice\"", "2001");
            ada.say("€".repeat(Room.MAX_TEXT));
            ada.await("\"type\":\"message\"", "€€€");
            ada.say("x".repeat(100_000));
            ada.await("CLOSE 1009");
        }
    }

    @Test
    void whoReadsNothingIsClosedAndTheOthersGoOn() throws Exception {
        try (Socket sleeper = new Socket();
                Visitor listener = Visitor.enter(server.port(), "slow", "Listener")) {
            sleeper.setReceiveBufferSize(4096);
            enterAsleep(sleeper, "/chat/slow?name=Sleeper");
            listener.await("\"joined\"", "\"Sleeper\"");
            for (int i = 0; i < 40; i++) {
                talk("slow", "Talker " + i);
            }
            listener.await("\"left\"", "\"Sleeper\"");
            listener.say("Still here");
            listener.await("\"message\"", "Still here");
        }
    }

    /** Enters by hand and reads nothing at all. */
    private static void enterAsleep(Socket socket, String path) throws IOException {
        socket.connect(new InetSocketAddress("localhost", server.port()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Says 300 KB, and waits until the last of it was said. */
    private static void talk(String room, String name) throws Exception {
        String text = "€".repeat(Room.MAX_TEXT - 4);
        try (Visitor talker = Visitor.enter(server.port(), room, name)) {
            for (int i = 1; i <= Member.MAX_LINES; i++) {
                talker.say(text + i);
            }
            talker.await("\"message\"", name, "€" + Member.MAX_LINES + "\"");
        }
    }

    @Test
    void startsQuietly() {
        assertFalse(logOfStart.contains("SEVERE"), logOfStart);
        assertFalse(logOfStart.contains("WARNING"), logOfStart);
        assertFalse(logOfStart.contains("Exception"), logOfStart);
    }
}
