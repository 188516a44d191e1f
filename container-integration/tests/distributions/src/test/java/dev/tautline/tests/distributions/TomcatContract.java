// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What holds on Tomcat besides: its own provider can't be left out there, so the WAR that brings the API is a second one beside the first. */
abstract class TomcatContract extends InjectionContract {
    private static final String SECOND = "second";

    /**
     * Makes the WAR with the API in it.
     *
     * @param file to be made
     */
    abstract Path makeWarWithApi(Path file) throws IOException;

    @Override
    final WarFile war(String classes) {
        return WarFile.of(classes).withTautline().withoutTomcatsProvider();
    }

    @Override
    final WarFile ordinaryWar(String classes) {
        return WarFile.of(classes).withTautline();
    }

    @Test
    void twoApplicationsShareNothing() throws Exception {
        Path war = makeWarWithApi(
                Scratch.empty(getClass().getSimpleName() + "-" + SECOND).resolve(SECOND + ".war"));
        server().deploy(SECOND, war);
        try (WireClient first = open("/echo");
                WireClient second = WireRequest.webSocket(server().uri(), "/" + SECOND + "/echo")
                        .open()) {
            assertEchoes(first, "first");
            assertEchoes(second, "second");
            Assertions.assertEquals(
                    "1 open, closed {}",
                    WireRequest.get(server().uri(), "/" + SECOND + "/visits")
                            .exchange()
                            .body());

            CompletableFuture<Void> undeployed = inBackground(() -> server().undeploy(SECOND));
            expectGoingAway(List.of(second));
            undeployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEchoes(first, "still here");
        }
        expectClassLoaders(1);
    }
}
