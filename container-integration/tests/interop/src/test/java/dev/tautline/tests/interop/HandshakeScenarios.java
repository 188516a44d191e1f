// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the opening handshake carries. RFC 6455 §4. */
interface HandshakeScenarios extends Scenarios {
    @ParameterizedTest
    @MethodSource("pairs")
    default void bothSidesSeeTheSubprotocol(Pair pair) throws Exception {
        Offer offer = new Offer(List.of("alpha", Server.SUBPROTOCOL), Map.of(), false, Offer.LARGE);
        Link link = open(pair, Server.PATH, offer);
        assertEquals(Server.SUBPROTOCOL, link.client().subprotocol());
        assertEquals(Server.SUBPROTOCOL, link.server().subprotocol());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void noSubprotocolWhereNoneIsOffered(Pair pair) throws Exception {
        Link link = open(pair);
        assertEquals("", link.client().subprotocol());
        assertEquals("", link.server().subprotocol());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void theServerSeesHeaderAndQuery(Pair pair) throws Exception {
        Offer offer = new Offer(List.of(), Map.of("X-Interop", "from the client"), false, Offer.LARGE);
        Link link = open(pair, Server.PATH, offer);
        assertEquals(List.of("from the client"), link.server().header("X-Interop"));
        assertTrue(link.server().query().startsWith("connection="));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void aServerRefusesAnUnknownPath(Pair pair) {
        assertThrows(Exception.class, () -> open(pair, "/nowhere", Offer.PLAIN));
    }
}
