// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tautline in the container: its applications have nothing but their own classes, and one serves them all. */
abstract class InContainerContract extends InjectionContract {
    private static final String SECOND = "second";
    private static final String OWN = "own";

    /** What stays in the container is what an application has not made. */
    private static final Set<String> OF_APPLICATIONS = Set.of(
            "dev.tautline.cdi.CdiInstances",
            "dev.tautline.internal.connection.Connection",
            "dev.tautline.internal.runtime.EngineRuntime",
            "dev.tautline.jakarta.JakartaServerContainer",
            "dev.tautline.jakarta.TautlineContainer",
            "dev.tautline.jakarta.session.JakartaSession",
            "dev.tautline.servlet.Deployment",
            "dev.tautline.servlet.jakarta.EndpointDeployment");

    @Override
    final Path makeWar(Path file) throws IOException {
        return WarFile.of("app").write(file);
    }

    @Override
    final WarFile war(String classes) {
        return WarFile.of(classes);
    }

    @Override
    final WarFile ordinaryWar(String classes) {
        return WarFile.of(classes);
    }

    @Override
    final String owner() {
        return "server";
    }

    @Override
    final boolean isLeftover(String className) {
        return className.startsWith("dev.tautline.tests.") || OF_APPLICATIONS.contains(className);
    }

    @Test
    void eachApplicationHasItsOwnEndpointsAndLife() throws Exception {
        server().deploy(SECOND, WarFile.of(SECOND).write(file(SECOND)));
        try (WireClient first = open("/echo");
                WireClient second = open(SECOND, "/second/Ada")) {
            assertEchoes(first, "first");
            assertAnswers(second, "hello", "Ada: hello");
            assertEquals(404, handshake("/second/Ada").exchange().status());
            assertEquals(
                    404,
                    WireRequest.webSocket(server().uri(), "/" + SECOND + "/echo")
                            .exchange()
                            .status());

            CompletableFuture<Void> undeployed = inBackground(() -> server().undeploy(SECOND));
            expectGoingAway(List.of(second));
            undeployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEchoes(first, "still here");
        }
        expectClassLoaders(1);
    }

    @Test
    void anApplicationMayBringItsOwn() throws Exception {
        server().deploy(OWN, WarFile.plain(file(OWN)));
        try (WireClient client = open(OWN, "/echo")) {
            assertEchoes(client, "here");
        }
        String expected = "JakartaServerContainer of the application";
        assertEquals(expected + ", " + expected, container(OWN));
        server().undeploy(OWN);
        expectClassLoaders(1);
    }
}
