// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An application that brings CDI, wherever Tautline is: in its WAR or in the container. */
abstract class InjectionContract extends DeploymentContract {
    private static final String CDI = "cdi";

    /** The Jakarta EE edition of this column: {@code ee10} or {@code ee11}. */
    abstract String edition();

    /** Without {@code META-INF/context.xml} or anything else that an application can do without. */
    abstract WarFile ordinaryWar(String classes) throws IOException;

    @Test
    void instancesComeFromTheCdiOfTheApplication() throws Exception {
        Path made = ordinaryWar(CDI).withWeld(edition()).write(file(CDI));
        server().deploy(CDI, made);
        try (WireClient client = open(CDI, "/greeting")) {
            assertAnswers(client, "Ada", "hello Ada, hello handshake, hello encoder");
            client.closeCleanly();
        }
        assertEquals("the endpoint ends", told(""));

        assertEquals("the client got: hello Bob, hello handshake, hello encoder", told("?connect=Bob"));
        assertEquals(
                List.of("the client ends", "the endpoint ends"),
                Stream.of(told(""), told("")).sorted().toList());

        try (WireClient client = open(CDI, "/greeting")) {
            CompletableFuture<Void> undeployed = inBackground(() -> server().undeploy(CDI));
            expectGoingAway(List.of(client));
            undeployed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        expectClassLoaders(1);
    }

    /** The next that the application has been told by what CDI has made. */
    private String told(String query) {
        HttpAnswer answer =
                WireRequest.get(server().uri(), "/" + CDI + "/told" + query).exchange();
        assertEquals(200, answer.status(), answer.body());
        return answer.body();
    }
}
