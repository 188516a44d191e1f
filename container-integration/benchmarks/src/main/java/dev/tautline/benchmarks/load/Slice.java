// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.util.Map;

/**
 * What the load process is asked to do once.
 *
 * @param scenario what the load does
 * @param port the server's port on 127.0.0.1
 * @param pid the server's process, whose CPU time is read
 * @param warmUpMillis load before the measured window
 * @param measureMillis the measured window
 * @param maxMessages the load stops early after so many messages; {@link Long#MAX_VALUE} for no bound
 */
public record Slice(Scenario scenario, int port, long pid, long warmUpMillis, long measureMillis, long maxMessages) {

    private static final long MAX_MILLIS = 600_000;

    /** Checks the ranges: the load is bounded in time. */
    public Slice {
        if (warmUpMillis < 0 || measureMillis < 1 || warmUpMillis + measureMillis > MAX_MILLIS) {
            throw new IllegalArgumentException(
                    "A slice takes 1 to " + MAX_MILLIS + " ms, not " + warmUpMillis + " + " + measureMillis);
        }
    }

    /** One line of {@code key=value} words. */
    public String format() {
        return scenario.format() + " port=" + port + " pid=" + pid + " warmUpMillis=" + warmUpMillis + " measureMillis="
                + measureMillis + " maxMessages=" + maxMessages;
    }

    /**
     * Reads what {@link #format()} wrote.
     *
     * @throws IllegalArgumentException when a word is missing or out of range
     */
    public static Slice parse(String line) {
        Map<String, String> words = Scenario.words(line);
        return new Slice(
                Scenario.parse(line),
                Integer.parseInt(Scenario.word(words, "port")),
                Long.parseLong(Scenario.word(words, "pid")),
                Long.parseLong(Scenario.word(words, "warmUpMillis")),
                Long.parseLong(Scenario.word(words, "measureMillis")),
                Long.parseLong(Scenario.word(words, "maxMessages")));
    }
}
