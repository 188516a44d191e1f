// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The container counts a connection while it lasts and no longer: a leak would exhaust its limit. */
interface ConnectionCountContract extends Contract {
    /** How a connection ends. */
    @FunctionalInterface
    interface End {
        void of(WireClient client, Probe probe) throws Exception;
    }

    private void assertCountedDown(End end) throws Exception {
        int count = 12;
        Site site = site();
        long idle = site.idleConnections();
        Await.until("connections of earlier tests are gone", () -> site.connections() == idle);
        List<WireClient> clients = new ArrayList<>();
        List<Probe> probes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Probe probe = new Probe();
                probes.add(probe);
                clients.add(site.open(probe));
            }
            Await.until("connections are counted while they last", () -> site.connections() == idle + count);
            for (int i = 0; i < count; i++) {
                end.of(clients.get(i), probes.get(i));
            }
            Await.until("the count is back at " + idle, () -> site.connections() == idle);
            for (Probe probe : probes) {
                probe.closeReason();
            }
        } finally {
            clients.forEach(WireClient::close);
        }
    }

    @Test
    default void afterTheClientsClose() throws Exception {
        assertCountedDown((client, probe) -> client.closeCleanly());
    }

    @Test
    default void afterTheServersClose() throws Exception {
        assertCountedDown((client, probe) -> {
            probe.session().close();
            client.closeFrame();
            client.sendClose(1000, "");
            client.expectEnd();
            client.close();
        });
    }

    @Test
    default void afterAFin() throws Exception {
        assertCountedDown((client, probe) -> client.shutdownOutput());
    }

    @Test
    default void afterAReset() throws Exception {
        assertCountedDown((client, probe) -> client.reset());
    }

    @Test
    default void afterAViolation() throws Exception {
        assertCountedDown((client, probe) -> {
            client.send(Frames.text("not masked", false));
            client.closeFrame();
            client.expectEnd();
            client.close();
        });
    }
}
