// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.benchmarks.load.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static final NamedScenario SMALL = NamedScenario.parse("small");

    @Test
    void comparesWithTheSameContainersOwnProvider() {
        ScenarioResult result = new ScenarioResult(
                SMALL,
                List.of(
                        peer(Peer.TOMCAT, sample(100, 10), sample(200, 10)),
                        peer(Peer.JETTY, sample(1, 1), sample(1, 1)),
                        peer(Peer.TAUTLINE_TOMCAT, sample(200, 8), sample(600, 6))));
        List<String> rows =
                new MarkdownReport(Target.SHAPE).format(List.of(result)).lines().toList();
        assertEquals(
                "| 64 c × 32 B w1 text | tomcat | 150 (100–200) | 75000 (50000–100000) | 0.00 |  |  |  |  |  |",
                rows.get(2));
        assertEquals(
                "| 64 c × 32 B w1 text | tautline-tomcat | 400 (200–600) | 25000 (10000–40000) | 0.00 |  |  "
                        + "| 2.50 (2.00–3.00) | 0.30 (0.20–0.40) | CPU ≤ 0.50: met |",
                rows.get(4));
    }

    @Test
    void saysWhenATargetIsMissed() {
        Target target = new Target("small", Peer.TAUTLINE_TOMCAT, Metric.THROUGHPUT, 5);
        assertEquals("throughput ≥ 5.00: **missed**", target.verdict(4.99));
        assertTrue(target.isMet(5));
    }

    @Test
    void showsAServerThatFailed() {
        ScenarioResult result = new ScenarioResult(
                SMALL,
                List.of(
                        new PeerResult(Peer.TOMCAT, List.of(), List.of(), "no\nanswer"),
                        peer(Peer.TAUTLINE_TOMCAT, sample(1, 1))));
        String report = new MarkdownReport(Target.SHAPE).format(List.of(result));
        assertTrue(report.contains("| tomcat | failed: no answer |"), report);
        assertTrue(report.contains("| tautline-tomcat | 1.00 |"), report);
    }

    @Test
    void namesOnlyScenariosThatExistInTargets() {
        Target.FULL.forEach(target -> NamedScenario.parse(target.scenario()));
        Target.SHAPE.forEach(target -> NamedScenario.parse(target.scenario()));
    }

    @Test
    void showsIdleMemoryInATableOfItsOwn() {
        ScenarioResult result = new ScenarioResult(
                NamedScenario.parse("idle"),
                List.of(
                        new PeerResult(
                                Peer.JETTY, List.of(), List.of(new ServerMemory.Reading(10_000, 0, 20_000)), null),
                        new PeerResult(
                                Peer.TAUTLINE_JETTY,
                                List.of(),
                                List.of(new ServerMemory.Reading(2_500, 10, 5_000)),
                                null)));
        String report = new MarkdownReport(Target.FULL).format(List.of(result));
        assertTrue(report.contains("| tautline-jetty | 2500 | 10.0 | 5000 | 0.25 | 0.25 | heap ≤ 0.30: met |"), report);
    }

    private static PeerResult peer(Peer peer, Sample... samples) {
        return new PeerResult(peer, List.of(samples), List.of(), null);
    }

    private static Sample sample(long messages, long cpuSeconds) {
        return new Sample(messages, 1_000_000_000, cpuSeconds * 1_000_000_000, 0, 0, 0);
    }
}
