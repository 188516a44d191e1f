// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/** Tyrus 2.2 on Grizzly. */
class TyrusTest extends OtherPeerTest {
    TyrusTest() {
        super(
                "tyrus",
                "TyrusPeer",
                Set.of(
                        Deviation.RSV1_IN_CONTINUATIONS,
                        Deviation.SERVER_REFUSES_LATER_CODES,
                        Deviation.LIMIT_FOR_FRAGMENTS_ALONE,
                        Deviation.READS_NO_CODE_AS_1000,
                        Deviation.ANSWERS_NO_CODE_WITH_1000));
    }
}
