// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.Set;

/** The client of the JDK. */
class JdkTest extends InteropTest {
    JdkTest() {
        super(Set.of(
                Deviation.NO_COMPRESSION,
                Deviation.NO_CONTEXT_KEPT,
                Deviation.NO_LIMIT,
                Deviation.ANSWERS_NO_CODE_WITH_1000,
                Deviation.ANSWERS_WITHOUT_REASON,
                Deviation.RESET_WITHOUT_CODE));
    }

    @Override
    void startPeer() throws Exception {
        withClient(new JdkClient());
    }
}
