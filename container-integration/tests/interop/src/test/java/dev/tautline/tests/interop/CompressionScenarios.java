// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.interop.Link.Way;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** permessage-deflate, seen in what is agreed and in the bytes on the way. RFC 7692 §7. */
interface CompressionScenarios extends Scenarios {
    /** 1 MiB that compresses well. */
    String LARGE = "compressible! 1\n".repeat(1 << 16);

    /** So many bytes would be the message itself. */
    int UNCOMPRESSED = 1 << 20;

    @ParameterizedTest
    @MethodSource("pairs")
    default void compressionIsAgreedAndUsed(Pair pair) throws Exception {
        try (Relay relay = new Relay(pair.server().port())) {
            Link link = open(pair, relay, Offer.PLAIN.compressed());
            boolean compressed = !pair.peer(Deviation.NO_COMPRESSION);
            assertEquals(
                    compressed ? List.of("permessage-deflate") : List.of(),
                    link.ours().extensions());
            for (Way way : link.bothWays()) {
                way.from().text(LARGE);
                way.hears(LARGE);
            }
            assertCompressed(compressed, relay.toServer(), "to the server");
            assertCompressed(compressed, relay.toClient(), "to the client");
            link.assertNoErrors();
        }
    }

    private static void assertCompressed(boolean compressed, long bytes, String direction) {
        assertEquals(compressed, bytes < UNCOMPRESSED / 10, () -> bytes + " bytes " + direction);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void nothingIsCompressedUnasked(Pair pair) throws Exception {
        try (Relay relay = new Relay(pair.server().port())) {
            Link link = open(pair, relay, Offer.PLAIN);
            assertEquals(List.of(), link.ours().extensions());
            for (Way way : link.bothWays()) {
                way.from().text(LARGE);
                way.hears(LARGE);
            }
            assertTrue(relay.toServer() > UNCOMPRESSED);
            assertTrue(relay.toClient() > UNCOMPRESSED);
        }
    }

    /**
     * The messages repeat each other, not themselves: only a sender that keeps its context makes them small. Of ours those of the native API are told to.
     */
    @ParameterizedTest
    @MethodSource("pairs")
    default void messagesThatReferToEarlierOnes(Pair pair) throws Exception {
        try (Relay relay = new Relay(pair.server().port())) {
            Link link = open(pair, relay, Offer.PLAIN.compressed());
            byte[] random = new byte[4000];
            new Random(2).nextBytes(random);
            for (int message = 0; message < 20; message++) {
                for (Way way : link.bothWays()) {
                    way.from().binary(random);
                    way.hears(random);
                }
            }
            long theirs = pair.oursIsServer() ? relay.toServer() : relay.toClient();
            long ours = pair.oursIsServer() ? relay.toClient() : relay.toServer();
            assertEquals(!pair.peer(Deviation.NO_CONTEXT_KEPT), theirs < 2L * random.length, () -> "theirs " + theirs);
            boolean keeping = link.ours() instanceof NativeEnd && !pair.peer(Deviation.NO_COMPRESSION);
            assertEquals(keeping, ours < 2L * random.length, () -> "ours " + ours);
            link.assertNoErrors();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void smallAndEmptyMessagesBetweenCompressedOnes(Pair pair) throws Exception {
        Link link = open(pair, Server.PATH, Offer.PLAIN.compressed());
        for (Way way : link.bothWays()) {
            for (int round = 0; round < 3; round++) {
                way.from().text("");
                way.hears("");
                way.from().binary(new byte[5000]);
                way.hears(new byte[5000]);
                way.from().text("x");
                way.hears("x");
            }
        }
        link.assertNoErrors();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void ourCompressedFragments(Pair pair) throws Exception {
        Way way = open(pair, Server.PATH, Offer.PLAIN.compressed()).fromOurs();
        sendFragments(way.from());
        way.hears("fragment ".repeat(2000));
        way.from().text("behind");
        way.hears("behind");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    default void theirCompressedFragments(Pair pair) throws Exception {
        Link link = open(pair, Server.PATH, Offer.PLAIN.compressed());
        Way way = link.fromTheirs();
        if (pair.peer(Deviation.RSV1_IN_CONTINUATIONS)) {
            way.from().text("fragment ".repeat(1000), false);
            way.textInVain("fragment ".repeat(1000), false);
            // RFC 6455 §5.2: "If a nonzero value is received and none of the negotiated extensions defines the meaning
            // of such a nonzero value, the
            // receiving endpoint MUST _Fail the WebSocket Connection_."
            assertEquals(
                    Pair.protocolError(link.ours(), 1002),
                    ((Event.Closed) way.to().heard().next()).code());
            return;
        }
        sendFragments(way.from());
        way.hears("fragment ".repeat(2000));
        way.from().text("behind");
        way.hears("behind");
        link.assertNoErrors();
    }

    private static void sendFragments(End end) throws Exception {
        end.text("fragment ".repeat(1000), false);
        end.text("", false);
        end.text("fragment ".repeat(1000), true);
    }
}
