// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.application.GreetingServlet;
import dev.tautline.tests.contract.application.GuardFilter;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who gets a WebSocket, who does not, and that HTTP beside it goes on as ever. */
interface HandshakeContract extends Contract {
    @Test
    default void theOwnOriginIsWelcome() throws Exception {
        try (WireClient client = site().webSocket("/echo")
                .header("Origin", site().base().toString())
                .open()) {
            assertEquals("hello", client.sendText("hello").text());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("CSWSH: another origin is refused")
    default void anotherOriginIsRefused() throws Exception {
        for (String origin : new String[] {
            "http://evil.example",
            "null",
            site().base().getScheme() + "://127.0.0.1.evil.example:"
                    + site().base().getPort(),
            site().base().getScheme() + "://127.0.0.1:" + (site().base().getPort() + 1)
        }) {
            assertEquals(
                    403,
                    site().webSocket("/echo")
                            .header("Origin", origin)
                            .exchange()
                            .status(),
                    origin);
        }
    }

    @Test
    default void anotherVersionIsToldOurs() throws Exception {
        HttpAnswer answer =
                site().webSocket("/echo").header("Sec-WebSocket-Version", "12").exchange();
        assertEquals(426, answer.status());
        assertEquals("13", answer.header("Sec-WebSocket-Version"));
    }

    @Test
    default void aHandshakeWithoutAUsableKeyIsRefused() throws Exception {
        assertEquals(
                400,
                site().webSocket("/echo")
                        .header("Sec-WebSocket-Key", null)
                        .exchange()
                        .status());
        assertEquals(
                400,
                site().webSocket("/echo")
                        .header("Sec-WebSocket-Key", "short")
                        .exchange()
                        .status());
    }

    @Test
    default void thereIsNothingWhereNoEndpointIs() throws Exception {
        assertEquals(404, site().webSocket("/nowhere").exchange().status());
    }

    @Test
    default void anUpgradeThatIsNotOursPasses() throws Exception {
        HttpAnswer answer = WireRequest.get(site().base(), "/greeting")
                .header("Connection", "Upgrade, close")
                .header("Upgrade", "websocket")
                .exchange();
        assertEquals(200, answer.status());
        assertEquals(GreetingServlet.GREETING, answer.body());
    }

    @Test
    default void plainRequestsAreNotTouched() throws Exception {
        HttpAnswer greeting = WireRequest.get(site().base(), "/greeting").exchange();
        assertEquals(200, greeting.status());
        assertEquals(GreetingServlet.GREETING, greeting.body());
        assertEquals(404, WireRequest.get(site().base(), "/echo").exchange().status());
    }

    @Test
    default void theFirstOfTheClientsSubprotocolsThatTheServerKnowsIsChosen() throws Exception {
        String[] chosen = new String[1];
        Probe probe = new Probe().onOpen((session, subprotocol) -> chosen[0] = subprotocol);
        try (WireClient client = site().webSocket(probe.path())
                .header("Sec-WebSocket-Protocol", "chat.v3, chat.v1, chat.v2")
                .open()) {
            assertEquals("chat.v1", client.answer().header("Sec-WebSocket-Protocol"));
            probe.session();
            assertEquals("chat.v1", chosen[0]);
            client.closeCleanly();
        }
    }

    @Test
    default void noCommonSubprotocolMeansNone() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().webSocket(probe.path())
                .header("Sec-WebSocket-Protocol", "chat.v3")
                .open()) {
            assertNull(client.answer().header("Sec-WebSocket-Protocol"));
            assertEquals("", probe.session().getNegotiatedSubprotocol());
            client.closeCleanly();
        }
    }

    @Test
    default void anAuthenticationFilterIsAskedFirst() throws Exception {
        HttpAnswer answer = site().webSocket("/secured").exchange();
        assertEquals(401, answer.status());
        assertNull(answer.header("Sec-WebSocket-Accept"));
    }

    @Test
    default void theSessionKnowsWhomTheFilterHasLetIn() throws Exception {
        String query = "visit=" + UUID.randomUUID();
        try (WireClient client = site().webSocket("/secured?" + query)
                .header("Authorization", "Bearer ada")
                .open()) {
            assertTrue(GuardFilter.hasSeen(query));
            assertEquals("who: ada", client.sendText("who").text());
            client.closeCleanly();
        }
    }

    @Test
    @DisplayName("CVE-2021-32640, CVE-2020-7662: long headers that took others' parsers for ever")
    default void longHeadersAreAnswered() throws Exception {
        String spaces = "a" + " ".repeat(3000) + "b";
        assertEquals(
                400,
                site().webSocket("/echo")
                        .header("Sec-WebSocket-Protocol", spaces)
                        .exchange()
                        .status());
        String unclosed = "x; y=\"" + "\\".repeat(3001);
        int status = site().webSocket("/echo")
                .header("Sec-WebSocket-Extensions", unclosed)
                .exchange()
                .status();
        assertEquals(400, status);
        site().echoes();
    }

    @Test
    @DisplayName("CVE-2024-37890: more headers than the container takes")
    default void tooManyHeadersAreRefused() throws Exception {
        WireRequest request = site().webSocket("/echo");
        for (int i = 0; i < 1000; i++) {
            request.header("x-" + i, "y");
        }
        int status = request.exchange().status();
        assertTrue(status >= 400 && status < 500, "status " + status);
        site().echoes();
    }

    @Test
    @DisplayName("CVE-2026-1528, CVE-2026-2229: window bits out of range are declined")
    default void unusableDeflateOffersAreDeclined() throws Exception {
        for (String bits : new String[] {"7", "16", "08", "99999999999"}) {
            try (WireClient client = site().webSocket("/echo")
                    .header("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=" + bits)
                    .open()) {
                assertNull(client.answer().header("Sec-WebSocket-Extensions"), bits);
                assertEquals("hello", client.sendText("hello").text());
                client.closeCleanly();
            }
        }
    }
}
