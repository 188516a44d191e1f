// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tautline.tests.contract.application.HttpSessionServlet;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import dev.tautline.tests.contract.wire.WireRequest;
import jakarta.websocket.CloseReason.CloseCodes;
import org.junit.jupiter.api.Test;

/** Jakarta WebSocket §7.2: sessions of authenticated users end with 1008 when the HTTP session of their handshake ends, or by a call. */
interface HttpSessionContract extends Contract {
    private String ask(String action, String cookie) throws Exception {
        HttpAnswer answer = WireRequest.get(site().base(), HttpSessionServlet.PATH + action)
                .header("Cookie", cookie)
                .exchange();
        assertEquals(200, answer.status(), answer.body());
        return answer.body();
    }

    private static String cookie(String id) {
        return "JSESSIONID=" + id;
    }

    private WireClient open(Probe probe, String user, String cookie) throws Exception {
        WireClient client = site().webSocket(probe.path())
                .header("Authorization", "Bearer " + user)
                .header("Cookie", cookie)
                .open();
        probe.session();
        return client;
    }

    private static void assertEnded(Probe probe, WireClient client, String reason) {
        WireFrame close = client.closeFrame();
        assertEquals(1008, close.closeCode());
        assertEquals(reason, close.closeReason());
        client.sendClose(1008, "");
        client.expectEnd();
        assertEquals(CloseCodes.VIOLATED_POLICY, probe.closeReason().getCloseCode());
    }

    private static void assertLives(WireClient client, Probe probe) throws Exception {
        client.sendText("still here");
        assertEquals("still here", probe.text());
    }

    @Test
    default void aSessionEndsWithTheHttpSessionOfItsUser() throws Exception {
        String cookie = cookie(ask("/begin", "none=1"));
        Probe users = new Probe();
        Probe others = new Probe();
        Probe anonymous = new Probe();
        String other = cookie(ask("/begin", "none=1"));
        try (WireClient client = open(users, "alice", cookie);
                WireClient elsewhere = open(others, "alice", other);
                WireClient unknown = site().webSocket(anonymous.path())
                        .header("Cookie", cookie)
                        .open()) {
            anonymous.session();
            ask("/end", cookie);
            assertEnded(users, client, "The HTTP session has ended");
            assertLives(elsewhere, others);
            assertLives(unknown, anonymous);
        }
    }

    @Test
    default void anotherIdMeanwhileChangesNothing() throws Exception {
        String first = ask("/begin", "none=1");
        Probe probe = new Probe();
        try (WireClient client = open(probe, "alice", cookie(first))) {
            String second = ask("/rename", cookie(first));
            assertNotEquals(first, second);
            String third = ask("/rename", cookie(second));
            assertLives(client, probe);
            ask("/end", cookie(third));
            assertEnded(probe, client, "The HTTP session has ended");
        }
    }

    @Test
    default void anHttpSessionThatEndsDuringOnOpenEndsTheSession() throws Exception {
        String cookie = cookie(ask("/begin", "none=1"));
        Probe probe = new Probe().onOpen((session, subprotocol) -> ask("/end", cookie));
        try (WireClient client = open(probe, "alice", cookie)) {
            assertEnded(probe, client, "The HTTP session has ended");
        }
    }

    @Test
    default void aUserIsLoggedOutByACall() throws Exception {
        String cookie = cookie(ask("/begin", "none=1"));
        Probe bobs = new Probe();
        Probe bobsWithoutHttpSession = new Probe();
        Probe carols = new Probe();
        try (WireClient client = open(bobs, "bob", cookie);
                WireClient second = open(bobsWithoutHttpSession, "bob", "none=1");
                WireClient carol = open(carols, "carol", "none=1")) {
            assertEquals("2", ask("/logout?bob", "none=1"));
            assertEnded(bobs, client, "The user has logged out");
            assertEnded(bobsWithoutHttpSession, second, "The user has logged out");
            assertLives(carol, carols);
        }
    }
}
