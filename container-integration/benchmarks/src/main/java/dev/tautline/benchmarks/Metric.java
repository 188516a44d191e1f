// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.Sample;
import java.util.function.ToDoubleFunction;

/** The figures of the result tables, one value per round. */
enum Metric {
    /** Messages per second. */
    THROUGHPUT("throughput"),
    /** Server CPU per message, in microseconds. */
    CPU("CPU"),
    /** Client CPU per message, in microseconds: says how far the load itself is the limit. */
    LOAD_CPU("load CPU"),
    /** Median round trip, in microseconds. */
    P50("p50"),
    /** 99th percentile of the round trip, in microseconds. */
    P99("p99"),
    /** Live heap per connection, in bytes. */
    HEAP("heap"),
    /** Direct buffers per connection, in bytes. */
    DIRECT("direct"),
    /** Resident set per connection, in bytes. */
    RESIDENT("RSS");

    private static final double NANOS_PER_MICRO = 1e3;

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    double[] values(PeerResult result) {
        return switch (this) {
            case THROUGHPUT -> samples(result, Sample::rate);
            case CPU -> samples(result, Sample::serverCpuMicros);
            case LOAD_CPU -> samples(result, Sample::loadCpuMicros);
            case P50 -> samples(result, sample -> sample.p50Nanos() / NANOS_PER_MICRO);
            case P99 -> samples(result, sample -> sample.p99Nanos() / NANOS_PER_MICRO);
            case HEAP -> memory(result, ServerMemory.Reading::heap);
            case DIRECT -> memory(result, ServerMemory.Reading::direct);
            case RESIDENT -> memory(result, ServerMemory.Reading::resident);
        };
    }

    private static double[] samples(PeerResult result, ToDoubleFunction<Sample> value) {
        return result.samples().stream().mapToDouble(value).toArray();
    }

    private static double[] memory(PeerResult result, ToDoubleFunction<ServerMemory.Reading> value) {
        return result.memory().stream().mapToDouble(value).toArray();
    }
}
