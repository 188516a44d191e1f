// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.tests.interop.Link.Way;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pings are answered with their payload, also between fragments. RFC 6455 §5.4, §5.5.2, §5.5.3. */
interface ControlScenarios extends Scenarios {
    private static void pingAndHearItsPong(Way way, byte[] payload) throws Exception {
        way.from().ping(payload);
        new Way(way.to(), way.from()).hears(new Event.Pong(ByteBuffer.wrap(payload)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void pingsAreAnsweredWithTheirPayload(Pair pair) throws Exception {
        Link link = open(pair);
        byte[] longest = new byte[125];
        Arrays.fill(longest, (byte) 0x80);
        for (Way way : link.bothWays()) {
            pingAndHearItsPong(way, new byte[] {1, 2, 3});
            pingAndHearItsPong(way, new byte[0]);
            pingAndHearItsPong(way, longest);
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void pingsBetweenFragmentsAreAnsweredAtOnce(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            way.from().text("before ", false);
            pingAndHearItsPong(new Way(way.to(), way.from()), new byte[] {4});
            way.from().text("behind", true);
            way.hears("before behind");
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void pingsOfTheSenderBetweenItsFragments(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            way.from().text("before ", false);
            pingAndHearItsPong(way, new byte[] {5});
            if (way.from() == link.theirs() && pair.peer(Deviation.NO_PING_BETWEEN_OWN_FRAGMENTS)) {
                assertThrows(RuntimeException.class, () -> way.from().text("behind", true));
            } else {
                way.from().text("behind", true);
                way.hears("before behind");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void pongsThatNobodyAskedForDisturbNothing(Pair pair) throws Exception {
        Link link = open(pair);
        for (Way way : link.bothWays()) {
            way.from().pong(new byte[] {6});
            way.hears(new Event.Pong(ByteBuffer.wrap(new byte[] {6})));
            way.from().text("behind");
            way.hears("behind");
        }
        link.assertNoErrors();
    }
}
