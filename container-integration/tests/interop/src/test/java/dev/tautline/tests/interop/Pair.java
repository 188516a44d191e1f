// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/**
 * A client and a server, one of them ours.
 *
 * @param deviations what the other one does differently
 */
record Pair(String name, Client client, Server server, boolean oursIsServer, Set<Deviation> deviations) {
    boolean peer(Deviation deviation) {
        return deviations.contains(deviation);
    }

    /** What our application is told after a fault of the peer: ws has 1006 for all of them, whatever it has told the peer. */
    static int protocolError(End ours, int code) {
        return ours instanceof NativeEnd ? 1006 : code;
    }

    @Override
    public String toString() {
        return name;
    }
}
