// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/** Undertow 2.3. */
class UndertowTest extends OtherPeerTest {
    UndertowTest() {
        super(
                "undertow",
                "UndertowPeer",
                Set.of(
                        Deviation.LIMIT_FOR_FRAMES_ALONE,
                        Deviation.REFUSES_LATER_CODES,
                        Deviation.READS_NO_CODE_AS_1000,
                        Deviation.ANSWERS_NO_CODE_WITH_1000));
    }
}
