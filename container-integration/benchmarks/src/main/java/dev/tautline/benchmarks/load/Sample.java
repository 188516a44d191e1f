// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.util.Map;

/**
 * What one measured window gave.
 *
 * @param messages messages received and compared; deliveries for a fan-out, cycles for a connect scenario
 * @param nanos length of the window
 * @param serverCpuNanos CPU time of the server process in the window, as that process's own accounting has it
 * @param loadCpuNanos CPU time of the load process in the window
 * @param p50Nanos median round trip, for a connect scenario the median opening handshake; 0 when not recorded
 * @param p99Nanos 99th percentile of the same
 */
public record Sample(long messages, long nanos, long serverCpuNanos, long loadCpuNanos, long p50Nanos, long p99Nanos) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    /** Messages per second. */
    public double rate() {
        return messages * NANOS_PER_SECOND / nanos;
    }

    /** Server CPU per message, in microseconds. */
    public double serverCpuMicros() {
        return serverCpuNanos / NANOS_PER_MICRO / messages;
    }

    /** Client CPU per message, in microseconds. */
    public double loadCpuMicros() {
        return loadCpuNanos / NANOS_PER_MICRO / messages;
    }

    /** One line of {@code key=value} words. */
    public String format() {
        return "messages=" + messages + " nanos=" + nanos + " serverCpuNanos=" + serverCpuNanos + " loadCpuNanos="
                + loadCpuNanos + " p50Nanos=" + p50Nanos + " p99Nanos=" + p99Nanos;
    }

    /**
     * Reads what {@link #format()} wrote.
     *
     * @throws IllegalArgumentException when a word is missing
     */
    public static Sample parse(String line) {
        Map<String, String> words = Scenario.words(line);
        return new Sample(
                Long.parseLong(Scenario.word(words, "messages")),
                Long.parseLong(Scenario.word(words, "nanos")),
                Long.parseLong(Scenario.word(words, "serverCpuNanos")),
                Long.parseLong(Scenario.word(words, "loadCpuNanos")),
                Long.parseLong(Scenario.word(words, "p50Nanos")),
                Long.parseLong(Scenario.word(words, "p99Nanos")));
    }
}
