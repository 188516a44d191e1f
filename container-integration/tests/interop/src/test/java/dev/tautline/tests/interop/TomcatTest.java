// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/** Tomcat 11. */
class TomcatTest extends OtherPeerTest {
    TomcatTest() {
        super(
                "tomcat",
                "TomcatPeer",
                Set.of(
                        Deviation.REFUSES_LATER_CODES,
                        Deviation.READS_NO_CODE_AS_1000,
                        Deviation.ANSWERS_NO_CODE_WITH_1000));
    }
}
