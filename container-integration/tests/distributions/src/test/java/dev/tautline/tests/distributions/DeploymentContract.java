// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireMessage;
import dev.tautline.tests.contract.wire.WireRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where endpoints may stand in an application, and what becomes of one that has an invalid endpoint. */
abstract class DeploymentContract extends DistributionContract {
    private static final String EXPLODED = "exploded";
    private static final String INVALID = "invalid";
    private static final Pattern REFUSAL =
            Pattern.compile("[\\[{,]/" + INVALID + "[\\],]|Error during ServletContainerInitializer processing");

    /** A WAR of this column that has not been written yet; the container's own provider does not look into it. */
    abstract WarFile war(String classes) throws IOException;

    /** Beside the WAR of this column, to be made. */
    final Path file(String name) {
        return war().resolveSibling(name + ".war");
    }

    final WireClient open(String application, String path) {
        return WireRequest.webSocket(server().uri(), "/" + application + path).open();
    }

    static void assertAnswers(WireClient client, String text, String answer) {
        client.sendText(text);
        WireMessage message = client.message();
        assertEquals(answer, message.text());
    }

    /** Without those about the application that must not start. */
    @Override
    final List<String> complaints() {
        return super.complaints().stream()
                .filter(line -> !REFUSAL.matcher(line).find())
                .toList();
    }

    /** Annotated and programmatic ones, chosen by a configuration in the jar; in a directory, while others come as WARs. */
    @Test
    void theEndpointsOfAJarAreFoundInAnExplodedApplication() throws Exception {
        Path made = war("second").withJar("library").write(file(EXPLODED));
        server().deployDirectory(EXPLODED, Archive.unpack(made, made.resolveSibling(EXPLODED)));
        try (WireClient annotated = open(EXPLODED, "/library");
                WireClient programmatic = open(EXPLODED, "/programmatic");
                WireClient classes = open(EXPLODED, "/second/Ada")) {
            assertAnswers(annotated, "hello", "library: hello");
            assertAnswers(programmatic, "hello", "programmatic: hello");
            assertAnswers(classes, "hello", "Ada: hello");
        }
        HttpAnswer unwanted = WireRequest.webSocket(server().uri(), "/" + EXPLODED + "/unwanted")
                .exchange();
        assertEquals(404, unwanted.status());
        server().undeployDirectory(EXPLODED);
        expectClassLoaders(1);
    }

    /** Two in a jar of a packed WAR, beside one in that jar and one in the classes that nothing is wrong with. */
    @Test
    void anInvalidEndpointRefusesItsApplicationAndNoOther() throws Exception {
        int position = server().log().position();
        server().put(INVALID, war("second").withJar(INVALID).write(file(INVALID)));
        String message = server().log()
                .await(position, Pattern.compile("WebSocket endpoints of /invalid: .*"))
                .group();
        assertTrue(message.contains("FirstInvalidEndpoint"), message);
        assertTrue(message.contains("SecondInvalidEndpoint"), message);
        for (String path : new String[] {"/valid", "/second/Ada", "/first", "/second"}) {
            int status = WireRequest.webSocket(server().uri(), "/" + INVALID + path)
                    .exchange()
                    .status();
            assertNotEquals(101, status, path);
        }
        try (WireClient client = open("/echo")) {
            assertEchoes(client, "not my fault");
        }
        server().remove(INVALID);
        expectClassLoaders(1);
    }
}
