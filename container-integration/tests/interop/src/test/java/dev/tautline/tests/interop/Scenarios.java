// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.List;

/** What scenarios stand on. */
interface Scenarios {
    /** The pairs of the peer, for parameterized tests. */
    List<Pair> pairs();

    /** Opens a connection; the test class closes it. */
    Link open(Pair pair, String path, Offer offer) throws Exception;

    /** Opens the connection of a relay to the pair's server. */
    Link open(Pair pair, Relay relay, Offer offer) throws Exception;

    /** Opens a connection without anything special. */
    default Link open(Pair pair) throws Exception {
        return open(pair, Server.PATH, Offer.PLAIN);
    }
}
