// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.interop.Link.Way;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing handshakes. That our application is told once is seen when the class stops. RFC 6455 §7. */
interface CloseScenarios extends Scenarios {
    private static void assertCode(int code, End end) throws InterruptedException {
        assertEquals(code, ((Event.Closed) end.heard().next()).code());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void weCloseWithCodeAndReason(Pair pair) throws Exception {
        Link link = open(pair);
        link.ours().close(4001, "tschüss");
        link.fromOurs().hears(new Event.Closed(4001, "tschüss"));
        // The native API tells what the peer has answered.
        boolean answer = link.ours() instanceof NativeEnd && pair.peer(Deviation.ANSWERS_WITHOUT_REASON);
        link.fromTheirs().hears(new Event.Closed(4001, answer ? "" : "tschüss"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void theyCloseWithCodeAndReason(Pair pair) throws Exception {
        Link link = open(pair);
        link.theirs().close(4002, "grüß Gott");
        link.fromTheirs().hears(new Event.Closed(4002, "grüß Gott"));
        link.fromOurs().hears(new Event.Closed(4002, "grüß Gott"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void everyCodeOfOursIsUnderstood(Pair pair) throws Exception {
        for (int code : List.of(1000, 1001, 1003, 1007, 1008, 1009, 1011, 3000, 4999)) {
            Link link = open(pair);
            link.ours().close(code, "");
            assertCode(code, link.theirs());
            assertCode(code, link.ours());
        }
    }

    /** Codes that IANA registered after the RFC: Service Restart and Try Again Later. */
    @ParameterizedTest
    @MethodSource("pairs")
    default void laterCodesOfOurs(Pair pair) throws Exception {
        boolean refused = pair.peer(Deviation.REFUSES_LATER_CODES)
                || (!pair.oursIsServer() && pair.peer(Deviation.SERVER_REFUSES_LATER_CODES));
        for (int code : List.of(1012, 1013)) {
            Link link = open(pair);
            link.ours().close(code, "");
            assertCode(refused ? 1002 : code, link.theirs());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void weCloseWithoutCode(Pair pair) throws Exception {
        Link link = open(pair);
        link.ours().close();
        // Jakarta has no such close: there it is 1000.
        boolean without = link.ours() instanceof NativeEnd;
        assertCode(without && !pair.peer(Deviation.READS_NO_CODE_AS_1000) ? 1005 : 1000, link.theirs());
        assertCode(without && !pair.peer(Deviation.ANSWERS_NO_CODE_WITH_1000) ? 1005 : 1000, link.ours());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void theyCloseInTheUsualWay(Pair pair) throws Exception {
        Link link = open(pair);
        link.theirs().close();
        assertCode(1000, link.ours());
        assertCode(1000, link.theirs());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void messagesBeforeACloseAreHeard(Pair pair) throws Exception {
        for (Way way : List.of(open(pair).fromOurs(), open(pair).fromTheirs())) {
            for (int number = 0; number < 50; number++) {
                way.from().text("message " + number);
            }
            way.from().close(1000, "");
            for (int number = 0; number < 50; number++) {
                way.hears("message " + number);
            }
            assertCode(1000, way.to());
        }
    }
}
