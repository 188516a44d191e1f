// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The result as Markdown tables: one row per scenario and server, medians with the smallest and largest round. */
final class MarkdownReport {

    private static final List<Metric> LOAD_COLUMNS =
            List.of(Metric.THROUGHPUT, Metric.CPU, Metric.LOAD_CPU, Metric.P50, Metric.P99);
    private static final List<Metric> LOAD_RATIOS = List.of(Metric.THROUGHPUT, Metric.CPU);
    private static final List<Metric> MEMORY_COLUMNS = List.of(Metric.HEAP, Metric.DIRECT, Metric.RESIDENT);
    private static final List<Metric> MEMORY_RATIOS = List.of(Metric.HEAP, Metric.RESIDENT);

    private final List<Target> targets;

    /** @param targets what the last column judges */
    MarkdownReport(List<Target> targets) {
        this.targets = targets;
    }

    String format(List<ScenarioResult> results) {
        List<ScenarioResult> load = new ArrayList<>(results);
        load.removeIf(result -> result.named().scenario().shape() == Shape.IDLE);
        List<ScenarioResult> idle = new ArrayList<>(results);
        idle.removeAll(load);
        StringBuilder out = new StringBuilder();
        if (!load.isEmpty()) {
            out.append(
                            "| scenario | server | messages/s | server CPU µs/message | client CPU µs/message | p50 µs | p99 µs")
                    .append(" | throughput × | CPU × | targets |\n|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n");
            load.forEach(result -> rows(out, result, LOAD_COLUMNS, LOAD_RATIOS));
        }
        if (!idle.isEmpty()) {
            out.append(load.isEmpty() ? "" : "\n")
                    .append("| scenario | server | heap B/connection | direct B/connection | RSS B/connection")
                    .append(" | heap × | RSS × | targets |\n|---|---|--:|--:|--:|--:|--:|---|\n");
            idle.forEach(result -> rows(out, result, MEMORY_COLUMNS, MEMORY_RATIOS));
        }
        return out.toString();
    }

    private void rows(StringBuilder out, ScenarioResult result, List<Metric> columns, List<Metric> ratios) {
        for (PeerResult peer : result.peers()) {
            List<String> cells = new ArrayList<>();
            cells.add(result.named().scenario().title());
            cells.add(peer.peer().label());
            if (peer.failure() == null) {
                columns.forEach(metric -> cells.add(value(peer, metric)));
                ratios.forEach(metric ->
                        cells.add(result.ratio(peer, metric).map(Spread::format).orElse("")));
                cells.add(verdicts(result, peer));
            } else {
                cells.add("failed: " + peer.failure().replace('\n', ' ').replace('|', '/'));
                cells.addAll(java.util.Collections.nCopies(columns.size() + ratios.size(), ""));
            }
            out.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
    }

    private static String value(PeerResult peer, Metric metric) {
        Spread spread = Spread.of(metric.values(peer));
        boolean notRecorded = spread.max() == 0 && (metric == Metric.P50 || metric == Metric.P99);
        return notRecorded ? "" : spread.format();
    }

    private String verdicts(ScenarioResult result, PeerResult peer) {
        return targets.stream()
                .filter(target -> target.peer() == peer.peer()
                        && target.scenario().equals(result.named().name()))
                .flatMap(target ->
                        result.ratio(peer, target.metric()).stream().map(ratio -> target.verdict(ratio.median())))
                .collect(Collectors.joining("; "));
    }
}
