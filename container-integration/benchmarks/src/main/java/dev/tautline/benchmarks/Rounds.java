// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.LoadException;
import dev.tautline.benchmarks.load.Sample;
import dev.tautline.benchmarks.load.Scenario;
import dev.tautline.benchmarks.load.Shape;
import dev.tautline.benchmarks.load.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario: starts a fresh server per peer, warms each up, and visits them in turn, forwards in one round and backwards
 * in the next, so that a machine that slows down or speeds up does so for all. A server that fails is left out from then on.
 */
final class Rounds {

    private static final List<String> SERVER_OPTIONS = List.of("-Xmx2g");
    private static final int SMALL_MESSAGE = 4 << 10;
    private static final int SMALL_LIMIT = 8 << 10;
    private static final int MAX_WARM_UPS = 8;
    private static final long SETTLE_MILLIS = 500;
    private static final long MILLIS_PER_SECOND = 1000;

    private final Layout layout;
    private final LoadProcess load;
    private final Options options;
    private final Map<Peer, List<Sample>> samples = new EnumMap<>(Peer.class);
    private final Map<Peer, String> failures = new EnumMap<>(Peer.class);

    Rounds(Layout layout, LoadProcess load, Options options) {
        this.layout = layout;
        this.load = load;
        this.options = options;
    }

    ScenarioResult run(NamedScenario named) throws IOException, InterruptedException {
        samples.clear();
        failures.clear();
        if (named.scenario().shape() == Shape.IDLE) {
            return new IdleRounds(layout, load, options).run(named);
        }
        List<ServerProcess> servers = new ArrayList<>();
        try {
            start(named.scenario(), servers);
            for (ServerProcess server : servers) {
                progress(named, "warm-up", server);
                warmUp(server, named.scenario());
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (ServerProcess server : servers) {
                    progress(named, "round " + round, server);
                    measure(server, named.scenario());
                }
                Collections.reverse(servers);
            }
        } finally {
            for (ServerProcess server : servers) {
                server.close();
            }
        }
        List<PeerResult> results = new ArrayList<>();
        for (Peer peer : options.peers()) {
            results.add(new PeerResult(peer, samples.getOrDefault(peer, List.of()), List.of(), failures.get(peer)));
        }
        return new ScenarioResult(named, results);
    }

    /** The largest message a server is told to accept: small where messages are small, because providers hold buffers of it. */
    static int maxMessage(Scenario scenario) {
        return scenario.size() <= SMALL_MESSAGE ? SMALL_LIMIT : 2 * scenario.size();
    }

    static void progress(NamedScenario named, String what, ServerProcess server) {
        System.err.println(named.name() + ": " + what + ", " + server.peer().label());
    }

    private void start(Scenario scenario, List<ServerProcess> servers) throws InterruptedException {
        for (Peer peer : options.peers()) {
            try {
                servers.add(ServerProcess.start(peer, layout, SERVER_OPTIONS, maxMessage(scenario)));
            } catch (IOException e) {
                fail(peer, e);
            }
        }
    }

    /** Until the server has used as much CPU time: where others share the processors, wall time alone warms up nothing. */
    private void warmUp(ServerProcess server, Scenario scenario) throws IOException {
        long missing = TimeUnit.SECONDS.toNanos(options.warmUpSeconds());
        for (int i = 0; i < MAX_WARM_UPS && missing > 0; i++) {
            Sample sample = visit(server, scenario, 0, options.warmUpSeconds() * MILLIS_PER_SECOND);
            missing = sample == null ? 0 : missing - sample.serverCpuNanos();
        }
    }

    private void measure(ServerProcess server, Scenario scenario) throws IOException {
        Sample sample = visit(server, scenario, SETTLE_MILLIS, options.seconds() * MILLIS_PER_SECOND);
        if (sample != null) {
            samples.computeIfAbsent(server.peer(), peer -> new ArrayList<>()).add(sample);
        }
    }

    private @Nullable Sample visit(ServerProcess server, Scenario scenario, long warmUpMillis, long measureMillis)
            throws IOException {
        if (failures.containsKey(server.peer())) {
            return null;
        }
        try {
            return load.run(
                    new Slice(scenario, server.port(), server.pid(), warmUpMillis, measureMillis, Long.MAX_VALUE));
        } catch (LoadException e) {
            fail(server.peer(), e);
            return null;
        }
    }

    private void fail(Peer peer, Exception reason) {
        System.err.println(peer.label() + " failed: " + reason.getMessage());
        failures.put(peer, String.valueOf(reason.getMessage()));
    }
}
