// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.interop.Link.Way;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends without a closing handshake, and messages that are too large. RFC 6455 §7.1.5, §7.4.1. */
interface FailureScenarios extends Scenarios {
    private static void assertCode(int code, End end) throws InterruptedException {
        assertEquals(code, ((Event.Closed) end.heard().next()).code());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void aResetIsAnAbnormalClosure(Pair pair) throws Exception {
        try (Relay relay = new Relay(pair.server().port())) {
            Link link = open(pair, relay, Offer.PLAIN);
            relay.reset();
            assertCode(1006, link.ours());
            if (pair.peer(Deviation.RESET_WITHOUT_CODE)) {
                link.fromOurs().hears(new Event.Failed());
            } else {
                assertCode(1006, link.theirs());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void anEndWithoutCloseFrameIsAnAbnormalClosure(Pair pair) throws Exception {
        try (Relay relay = new Relay(pair.server().port())) {
            Link link = open(pair, relay, Offer.PLAIN);
            relay.end();
            assertCode(1006, link.ours());
            assertCode(1006, link.theirs());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void theirMessageOverOurLimit(Pair pair) throws Exception {
        Link link = open(pair, Server.SMALL_PATH, Offer.PLAIN.limited(Server.SMALL));
        Way way = link.fromTheirs();
        way.from().text("a".repeat(Server.SMALL));
        way.hears("a".repeat(Server.SMALL));
        way.textInVain("a".repeat(Server.SMALL + 1), true);
        assertCode(Pair.protocolError(link.ours(), 1009), link.ours());
        assertCode(1009, link.theirs());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void ourFrameOverTheirLimit(Pair pair) throws Exception {
        Link link = open(pair, Server.SMALL_PATH, Offer.PLAIN.limited(Server.SMALL));
        Way way = link.fromOurs();
        way.from().text("a".repeat(Server.SMALL));
        way.hears("a".repeat(Server.SMALL));
        way.from().text("a".repeat(Server.SMALL + 1));
        if (pair.peer(Deviation.NO_LIMIT) || pair.peer(Deviation.LIMIT_FOR_FRAGMENTS_ALONE)) {
            way.hears("a".repeat(Server.SMALL + 1));
        } else {
            assertCode(1009, link.ours());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void ourFragmentsOverTheirLimit(Pair pair) throws Exception {
        Link link = open(pair, Server.SMALL_PATH, Offer.PLAIN.limited(Server.SMALL));
        Way way = link.fromOurs();
        way.from().text("a".repeat(Server.SMALL), false);
        way.from().text("a", true);
        if (pair.peer(Deviation.NO_LIMIT) || pair.peer(Deviation.LIMIT_FOR_FRAMES_ALONE)) {
            way.hears("a".repeat(Server.SMALL + 1));
        } else {
            assertCode(1009, link.ours());
        }
    }
}
