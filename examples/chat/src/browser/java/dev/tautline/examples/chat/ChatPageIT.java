// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** People at browser windows, with the jar and the WAR that the build made. */
class ChatPageIT {
    private static ChatServer server;
    private static Browser browser;

    private String room;

    @BeforeAll
    static void start() throws Exception {
        server = ChatServer.start(0);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            browser.close();
        } finally {
            server.close();
        }
    }

    @BeforeEach
    void ownRoom(TestInfo test) {
        room = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @Test
    void twoWindowsChat() {
        ChatWindow ada = enter("Ada");
        ChatWindow grace = enter("Grace");
        ada.awaitMembers("Ada", "Grace");
        grace.awaitMembers("Ada", "Grace");
        ada.awaitNote("Grace joined");

        ada.say("Hello Grace");
        grace.awaitLine("Hello Grace");
        grace.say("Hello Ada");
        ada.awaitLine("Hello Ada");
        grace.awaitLine("Hello Ada");
        assertEquals(List.of("You", "Grace"), ada.authors());
        assertEquals(List.of("Ada", "You"), grace.authors());
        assertEquals("Connected", ada.state());

        grace.leave();
        ada.awaitMembers("Ada");
        ada.awaitNote("Grace left");
    }

    @Test
    void linesOfOneAuthorStandTogether() {
        ChatWindow ada = enter("Ada");
        ada.say("one");
        ada.say("two");
        ada.say("three");
        ada.awaitLine("three");
        assertEquals(List.of("You"), ada.authors());
        assertEquals(List.of("one", "two", "three"), ada.lines());
    }

    @Test
    void whatPeopleWriteIsText() throws Exception {
        try (Visitor visitor = Visitor.enter(server.port(), room, "<i>Eve</i>")) {
            ChatWindow ada = enter("Ada");
            ada.awaitMembers("<i>Eve</i>", "Ada");
            visitor.say("<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>");
            ada.awaitLine("<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>");
            assertFalse(ada.title().contains("broken"));
            assertEquals(0, ada.countOf("#log img, #log script, #log i, #members i"));
        }
    }

    @Test
    void aTakenNameGetsANumberAndThePageSaysSo() {
        ChatWindow first = enter("Ada");
        ChatWindow second = enter("ada");
        second.awaitNote("The name ada is taken here. You are ada 2.");
        first.awaitMembers("Ada", "ada 2");
    }

    @Test
    void aRefusalIsShownAtTheDoor() {
        ChatWindow window = browser.open(server.page());
        window.submitAtDoor("Ada", "<room>");
        window.awaitRefusal("A room's name has");
        window.submitAtDoor("Ada", room);
        window.awaitMembers("Ada");
    }

    @Test
    void theLinkToARoomLeadsThere() {
        enter("Ada");
        ChatWindow guest = browser.open(browser.address());
        assertEquals(room, guest.roomAtDoor());
        guest.submitAtDoor("Guest", room);
        guest.awaitMembers("Ada", "Guest");
    }

    @Test
    void whoComesLaterReadsWhatWasSaid() {
        ChatWindow ada = enter("Ada");
        ada.say("Before you came");
        ada.awaitLine("Before you came");
        enter("Grace").awaitLine("Before you came");
    }

    @Test
    void typingShowsInTheOtherWindow() {
        ChatWindow ada = enter("Ada");
        ChatWindow grace = enter("Grace");
        grace.type("hm");
        ada.awaitTyping("Grace is typing…");
    }

    @Test
    void windowsComeBackAfterTheServerAndNothingWrittenIsLost() throws Exception {
        try (Relay relay = new Relay(server.port())) {
            ChatWindow ada = enter(relay.page(), "Ada");
            ChatWindow grace = enter(relay.page(), "Grace");
            ada.say("Before");
            grace.awaitLine("Before");

            relay.leadNowhere();
            server.close();
            ada.awaitState("Reconnecting");
            grace.awaitState("Reconnecting");
            ada.say("Written while the server was away");
            assertEquals(List.of("Written while the server was away"), ada.pending());

            server = ChatServer.start(0);
            relay.leadTo(server.port());
            ada.awaitState("Connected");
            grace.awaitState("Connected");
            grace.awaitLine("Written while the server was away");
            ada.awaitLine("Written while the server was away");
            assertEquals(List.of(), ada.pending());
            assertEquals(List.of("Before", "Written while the server was away"), grace.lines());
            grace.awaitMembers("Ada", "Grace");
            ada.awaitMembers("Ada", "Grace");
        }
    }

    @Test
    void fitsAPhone() {
        ChatWindow window = browser.open(server.page());
        window.resize(390, 780);
        window.submitAtDoor("Ada", room);
        window.awaitMembers("Ada");
        window.say("w".repeat(300));
        window.awaitLine("w".repeat(300));
        assertTrue(window.fitsItsWidth(), "no sideways scrolling");
    }

    /** {@code -Dchat.screenshot=docs/chat.png} keeps what it looks like. */
    @Test
    void aConversationOfThree() throws Exception {
        room = "garden";
        try (Visitor grace = Visitor.enter(server.port(), room, "Grace");
                Visitor linus = Visitor.enter(server.port(), room, "Linus")) {
            ChatWindow ada = enter("Ada");
            ada.resize(960, 830);
            ada.awaitMembers("Ada", "Grace", "Linus");
            talk(ada, grace, "Has anybody watered the tomatoes today?");
            talk(ada, grace, "It is going to be hot.");
            ada.say("Yes, this morning. The cucumbers too.");
            ada.awaitLine("Yes, this morning. The cucumbers too.");
            talk(ada, linus, "I can take the evening round.");
            talk(ada, linus, "And I bring the new hose: 20 m, no leaks. Promise!");
            ada.say("Wonderful!");
            ada.say("Shall we eat together afterwards? There is soup.");
            ada.awaitLine("Shall we eat together afterwards? There is soup.");
            talk(ada, grace, "I am in!");
            assertEquals(List.of("Grace", "You", "Linus", "You", "Grace"), ada.authors());
            linus.say("");
            ada.awaitTyping("Linus is typing…");
            byte[] picture = ada.screenshot();
            String target = System.getProperty("chat.screenshot", "");
            if (!target.isEmpty()) {
                Files.write(Path.of(target), picture);
            }
        }
    }

    private static void talk(ChatWindow reader, Visitor author, String text) throws Exception {
        author.say(text);
        reader.awaitLine(text);
    }

    private ChatWindow enter(String name) {
        return enter(server.page(), name);
    }

    private ChatWindow enter(String page, String name) {
        ChatWindow window = browser.open(page);
        window.submitAtDoor(name, room);
        window.awaitState("Connected");
        return window;
    }
}
