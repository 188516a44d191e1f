// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.WireClient;
import org.junit.jupiter.api.Test;

/** The rest of the contract runs on the transport that the class names. */
interface TransportContract extends Contract {
    @Test
    default void runsOnTheTransportUnderTest() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            assertEquals(transportName(), probe.connection().transportName());
            assertEquals(application().tls(), probe.session().isSecure());
            client.closeCleanly();
        }
    }
}
