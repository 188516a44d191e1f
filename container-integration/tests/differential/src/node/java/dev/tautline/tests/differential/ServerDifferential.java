// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tautline.spec.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case at the real package and at ours: what comes back and what the server sees must be the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerDifferential {
    private final Profile profile;
    private final Map<String, Integer> ports = new HashMap<>();
    private NodePeers theirs;
    private OurServers ours;

    ServerDifferential(Profile profile) {
        this.profile = profile;
    }

    /** Cases in which ours differs because DECISIONS.md says so, with what ours does instead. */
    abstract Map<String, List<String>> decided();

    @BeforeAll
    void start() throws Exception {
        theirs = new NodePeers();
        ours = new OurServers(profile);
        String kind = profile == Profile.FAYE ? "faye-server" : "ws-server";
        for (ServerConfiguration configuration : ServerConfiguration.of(profile)) {
            ports.put(configuration.name(), theirs.server(kind, configuration.name(), configuration.theirs()));
        }
    }

    @AfterAll
    void stop() throws Exception {
        ours.close();
        theirs.close();
    }

    Stream<ServerCase> cases() {
        boolean ws = profile == Profile.WS;
        return Stream.concat(ServerCase.handshakes(ws).stream(), ServerCase.frames(ws).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void behavesAsThePackage(ServerCase given) throws Exception {
        List<String> expected = comparable(ServerExchange.run(
                given, ports.get(given.server()), "/", () -> theirs.next(given.server()), profile == Profile.FAYE));
        List<String> actual = comparable(ServerExchange.run(
                given,
                ours.port(),
                "/" + given.server(),
                () -> ours.recorder(given.server()).next(),
                false));
        List<String> decision = decided().get(given.name());
        if (decision == null) {
            assertEquals(expected, actual);
        } else {
            assertEquals(decision, actual);
            assertNotEquals(expected, actual, "no longer a difference: take it out of the list");
        }
    }

    /** The sentence of an error is each package's own; its code is not. faye puts the sentence into the close frame as well. */
    private List<String> comparable(List<String> outcome) {
        boolean failed = outcome.stream().anyMatch(line -> line.startsWith("event error "));
        return outcome.stream()
                .filter(line -> !(profile == Profile.FAYE && line.equals("connection: close")))
                .map(line -> {
                    if (line.startsWith("event error ")) {
                        return line.substring(0, line.lastIndexOf(' '));
                    }
                    if (failed && profile == Profile.FAYE && line.startsWith("close ")) {
                        return line.substring(0, "close AAA".length());
                    }
                    boolean ending = failed && profile == Profile.FAYE && line.startsWith("event close ");
                    return ending ? line.substring(0, "event close 1000".length()) : line;
                })
                .toList();
    }
}
