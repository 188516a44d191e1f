// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A bound on the ratio to the container's own provider.
 *
 * @param scenario the name of the scenario
 * @param peer whose ratio
 * @param metric of what
 * @param bound the ratio that must be reached, or that must not be exceeded
 */
record Target(String scenario, Peer peer, Metric metric, double bound) {

    /** What shows that the shape is right. */
    static final List<Target> SHAPE = List.of(
            new Target("small", Peer.TAUTLINE_TOMCAT, Metric.CPU, 0.5),
            new Target("pipelined", Peer.TAUTLINE_TOMCAT, Metric.THROUGHPUT, 5));

    /** What the project aims at: taken over on Tomcat, on Jetty, portable on Tomcat. */
    static final List<Target> FULL = full();

    private static final double NONE = 0;

    boolean isMet(double ratio) {
        return isLowerBound() ? ratio >= bound : ratio <= bound;
    }

    /** {@code throughput ≥ 5: met}. */
    String verdict(double ratio) {
        return metric.label()
                + (isLowerBound() ? " ≥ " : " ≤ ")
                + Spread.format(bound)
                + (isMet(ratio) ? ": met" : ": **missed**");
    }

    private boolean isLowerBound() {
        return metric == Metric.THROUGHPUT;
    }

    private static List<Target> full() {
        List<Target> targets = new ArrayList<>();
        add(targets, Metric.CPU, "small", 0.35, 0.35, 1.0);
        add(targets, Metric.THROUGHPUT, "small", 1.8, 1.8, 1.0);
        add(targets, Metric.THROUGHPUT, "single", 1.5, 1.1, 0.9);
        add(targets, Metric.THROUGHPUT, "medium", 3, 2.2, 2);
        add(targets, Metric.THROUGHPUT, "pipelined", 10, 10, 5);
        add(targets, Metric.THROUGHPUT, "pipelined-1k", 8, 8, 5);
        add(targets, Metric.THROUGHPUT, "large-binary", 10, 1.4, 6);
        add(targets, Metric.THROUGHPUT, "large-text", 7, 5, 5);
        add(targets, Metric.THROUGHPUT, "huge-binary", 7, 1.8, 5);
        add(targets, Metric.THROUGHPUT, "fan-out", 1.8, 1.7, 1.6);
        add(targets, Metric.THROUGHPUT, "fan-out-deflate", 20, 20, 10);
        add(targets, Metric.THROUGHPUT, "deflate", 1.2, 1.2, NONE);
        add(targets, Metric.THROUGHPUT, "connect", 1.5, 1.5, NONE);
        add(targets, Metric.HEAP, "idle", 0.3, 0.3, 0.32);
        return List.copyOf(targets);
    }

    private static void add(
            List<Target> targets, Metric metric, String scenario, double tomcat, double jetty, double portable) {
        targets.add(new Target(scenario, Peer.TAUTLINE_TOMCAT, metric, tomcat));
        targets.add(new Target(scenario, Peer.TAUTLINE_JETTY, metric, jetty));
        if (portable != NONE) {
            targets.add(new Target(scenario, Peer.TAUTLINE_TOMCAT_PORTABLE, metric, portable));
        }
    }
}
