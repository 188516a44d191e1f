// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/** Jetty 12.1 EE 11. */
class JettyTest extends OtherPeerTest {
    JettyTest() {
        super("jetty", "JettyPeer", Set.of(Deviation.NO_PING_BETWEEN_OWN_FRAGMENTS));
    }
}
