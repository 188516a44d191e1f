// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.LoadException;
import dev.tautline.benchmarks.load.Scenario;
import dev.tautline.benchmarks.load.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what an idle connection costs: a fresh server, a few connections that come and go, a first reading; then all
 * connections, one echo each, and a second reading while they are silent. At most three rounds: memory varies little.
 */
final class IdleRounds {

    // A heap that gives back what it does not use, so that the resident set says something.
    private static final List<String> SERVER_OPTIONS =
            List.of("-Xms16m", "-Xmx4g", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");
    private static final int MAX_ROUNDS = 3;
    private static final int WARM_UP_CONNECTIONS = 200;

    private final Layout layout;
    private final LoadProcess load;
    private final Options options;

    IdleRounds(Layout layout, LoadProcess load, Options options) {
        this.layout = layout;
        this.load = load;
        this.options = options;
    }

    ScenarioResult run(NamedScenario named) throws IOException, InterruptedException {
        List<PeerResult> results = new ArrayList<>();
        for (Peer peer : options.peers()) {
            List<ServerMemory.Reading> readings = new ArrayList<>();
            String failure = null;
            try {
                for (int round = 0; round < Math.min(options.rounds(), MAX_ROUNDS); round++) {
                    readings.add(measure(named, peer));
                }
            } catch (LoadException | IOException e) {
                System.err.println(peer.label() + " failed: " + e.getMessage());
                failure = String.valueOf(e.getMessage());
            }
            results.add(new PeerResult(peer, List.of(), readings, failure));
        }
        return new ScenarioResult(named, results);
    }

    private ServerMemory.Reading measure(NamedScenario named, Peer peer) throws IOException, InterruptedException {
        Scenario scenario = named.scenario();
        int maxMessage = Rounds.maxMessage(scenario);
        try (ServerProcess server = ServerProcess.start(peer, layout, SERVER_OPTIONS, maxMessage);
                ServerMemory memory = ServerMemory.of(server.pid())) {
            Rounds.progress(named, "memory", server);
            open(
                    server,
                    new Scenario(
                            scenario.shape(),
                            Math.min(WARM_UP_CONNECTIONS, scenario.connections()),
                            scenario.size(),
                            scenario.window(),
                            scenario.payload(),
                            scenario.compression()));
            load.release();
            ServerMemory.Reading before = memory.read();
            open(server, scenario);
            ServerMemory.Reading after = memory.read();
            load.release();
            return after.perConnection(before, scenario.connections());
        }
    }

    private void open(ServerProcess server, Scenario scenario) throws IOException {
        load.run(new Slice(scenario, server.port(), server.pid(), 0, 1, Long.MAX_VALUE));
    }
}
