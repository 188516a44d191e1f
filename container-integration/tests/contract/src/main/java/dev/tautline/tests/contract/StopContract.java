// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A container that stops says goodbye to all peers, and nothing of ours is left behind. */
interface StopContract extends Contract {
    @Test
    default void aStopSaysGoodbyeAndLeavesNothingBehind() throws Exception {
        stopSite();
        Site site = start(application());
        List<Probe> probes = new ArrayList<>();
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Probe probe = new Probe();
            probes.add(probe);
            clients.add(site.open(probe));
        }
        clients.get(0).sendText("hello");
        assertEquals("hello", probes.get(0).text());
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Thread stopper = new Thread(
                () -> {
                    try {
                        site.stop();
                        stopped.complete(null);
                    } catch (Throwable e) {
                        stopped.completeExceptionally(e);
                    }
                },
                "stopper");
        stopper.start();
        for (WireClient client : clients) {
            WireFrame close = client.closeFrame();
            assertEquals(1001, close.closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
        }
        Await.result("the container has stopped", stopped);
        for (Probe probe : probes) {
            assertEquals(1001, probe.closeReason().getCloseCode().getCode());
            assertEquals(1, probe.closes());
            assertEquals(List.of(), probe.errors());
        }
        clients.forEach(WireClient::close);
        assertEquals(new TreeSet<>(), Leftovers.threads(), "threads left behind");
    }

    @Test
    default void aPeerThatHasGoneDoesNotHoldTheStop() throws Exception {
        Site site = start(application());
        Probe probe = new Probe();
        WireClient client = site.open(probe);
        client.reset();
        site.stop();
        probe.closeReason();
        assertEquals(1, probe.closes());
    }
}
