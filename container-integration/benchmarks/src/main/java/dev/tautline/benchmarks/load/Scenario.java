// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/**
 * One line of the result table: what the load does.
 *
 * @param shape what the connections do
 * @param connections 1 to 20,000; for {@link Shape#CONNECT} the number of cycles that run at the same time
 * @param size payload bytes of a message, at least 16
 * @param window messages in flight per connection, for {@link Shape#FAN_OUT} broadcasts in flight; 1 to 1,024
 * @param payload what messages are made of
 * @param compression what the client offers
 */
public record Scenario(Shape shape, int connections, int size, int window, Payload payload, Compression compression) {

    /** The smallest payload: it names its connection and its place in the cycle. */
    public static final int MIN_SIZE = 16;

    /** The largest number of connections: the load is bounded. */
    public static final int MAX_CONNECTIONS = 20_000;

    private static final int MAX_SIZE = 64 << 20;
    private static final int MAX_WINDOW = 1_024;

    /** Checks the ranges. */
    public Scenario {
        requireRange("connections", connections, 1, MAX_CONNECTIONS);
        requireRange("size", size, MIN_SIZE, MAX_SIZE);
        requireRange("window", window, 1, MAX_WINDOW);
    }

    /** An uncompressed echo. */
    public static Scenario echo(int connections, int size, int window, Payload payload) {
        return new Scenario(Shape.ECHO, connections, size, window, payload, Compression.NONE);
    }

    /** The words of the result table. */
    public String title() {
        StringBuilder title = new StringBuilder();
        switch (shape) {
            case ECHO -> {}
            case FAN_OUT -> title.append("fan-out ");
            case CONNECT -> title.append("connect cycle ");
            case IDLE -> title.append("idle ");
        }
        title.append(connections)
                .append(" c × ")
                .append(sizeTitle())
                .append(" w")
                .append(window)
                .append(' ');
        title.append(payload == Payload.JSON ? "JSON" : payload.name().toLowerCase(java.util.Locale.ROOT));
        switch (compression) {
            case NONE -> {}
            case OFFER -> title.append(", deflate");
            case NO_CONTEXT -> title.append(", deflate without context takeover");
        }
        return title.toString();
    }

    private String sizeTitle() {
        if (size >= 1 << 20 && size % (1 << 20) == 0) {
            return (size >> 20) + " MiB";
        }
        return size >= 1 << 10 && size % (1 << 10) == 0 ? (size >> 10) + " KiB" : size + " B";
    }

    /** One line of {@code key=value} words, for the load process. */
    public String format() {
        return "shape=" + shape + " connections=" + connections + " size=" + size + " window=" + window + " payload="
                + payload + " compression=" + compression;
    }

    /**
     * Reads what {@link #format()} wrote; unknown words are left alone.
     *
     * @throws IllegalArgumentException when a word is missing or out of range
     */
    public static Scenario parse(String line) {
        Map<String, String> words = words(line);
        return new Scenario(
                Shape.valueOf(word(words, "shape")),
                Integer.parseInt(word(words, "connections")),
                Integer.parseInt(word(words, "size")),
                Integer.parseInt(word(words, "window")),
                Payload.valueOf(word(words, "payload")),
                Compression.valueOf(word(words, "compression")));
    }

    static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.trim().split(" +", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    static String word(Map<String, String> words, String key) {
        String value = words.get(key);
        if (value == null) {
            throw new IllegalArgumentException("The word " + key + "= is missing");
        }
        return value;
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
