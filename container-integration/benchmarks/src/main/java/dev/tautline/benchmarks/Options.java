// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param scenarios what is run, in this order
 * @param peers what is compared, in this order
 * @param rounds how often each server is visited per scenario, 1 to 50
 * @param seconds length of one measured window, 1 to 60
 * @param warmUpSeconds CPU time that a fresh server uses under load before its first round, 0 to 60
 * @param quick whether the two headline scenarios are judged by the bounds that show the shape, instead of the full targets
 * @param output where the Markdown goes too, or null
 * @param chart where an SVG chart goes, or null
 * @param echoJar our server, or null for the one the build makes
 */
record Options(
        List<NamedScenario> scenarios,
        List<Peer> peers,
        int rounds,
        int seconds,
        int warmUpSeconds,
        boolean quick,
        @Nullable Path output,
        @Nullable Path chart,
        @Nullable Path echoJar) {

    static final String USAGE = """
            Usage: java -jar benchmarks.jar [OPTION]...
            Prints a Markdown table of the servers side by side, with ratios against each container's own provider.

              --quick             the two headline scenarios on Tomcat: its own provider and ours
              --all               every scenario (takes about an hour with all peers)
              --scenario A,B      only these; without this, --quick or --all: small,pipelined
              --peers A,B         only these; default: all
              --rounds N          visits per server and scenario, 1 to 50; default 5
              --seconds S         measured window of a visit, 1 to 60; default 3
              --warm-up S         CPU time a fresh server uses under load before its first visit, 0 to 60; default 4
              --output FILE       write the Markdown to a file as well
              --chart FILE        draw the throughput ratios as SVG
              --echo-jar FILE     our server; default: the one that the build of examples/echo makes
              --list              print the names of scenarios and peers
              --help              print this
            """;

    private static final int MAX_ROUNDS = 50;
    private static final int MAX_SECONDS = 60;

    /**
     * Reads a command line without {@code --help} and {@code --list}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options parse(String... args) {
        Reader reader = new Reader();
        Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
        while (!words.isEmpty()) {
            reader.read(words.pop(), words);
        }
        return reader.options();
    }

    private static final class Reader {
        private @Nullable List<NamedScenario> scenarios;
        private @Nullable List<Peer> peers;
        private int rounds = 5;
        private int seconds = 3;
        private int warmUpSeconds = 4;
        private boolean quick;
        private @Nullable Path output;
        private @Nullable Path chart;
        private @Nullable Path echoJar;

        void read(String option, Deque<String> words) {
            switch (option) {
                case "--quick" -> quick = true;
                case "--all" -> scenarios = NamedScenario.ALL;
                case "--scenario" -> scenarios = list(option, words, NamedScenario::parse);
                case "--peers" -> peers = list(option, words, Peer::parse);
                case "--rounds" -> rounds = number(option, words, 1, MAX_ROUNDS);
                case "--seconds" -> seconds = number(option, words, 1, MAX_SECONDS);
                case "--warm-up" -> warmUpSeconds = number(option, words, 0, MAX_SECONDS);
                case "--output" -> output = Path.of(value(option, words));
                case "--chart" -> chart = Path.of(value(option, words));
                case "--echo-jar" -> echoJar = Path.of(value(option, words));
                default ->
                    throw new IllegalArgumentException("There is no option \"" + option + "\"; --help lists them");
            }
        }

        Options options() {
            if (quick && scenarios != null) {
                throw new IllegalArgumentException("--quick names its scenarios: leave --scenario and --all out");
            }
            List<Peer> defaultPeers = quick ? List.of(Peer.TOMCAT, Peer.TAUTLINE_TOMCAT) : List.of(Peer.values());
            return new Options(
                    scenarios == null ? NamedScenario.HEADLINES : scenarios,
                    peers == null ? defaultPeers : peers,
                    rounds,
                    seconds,
                    warmUpSeconds,
                    quick,
                    output,
                    chart,
                    echoJar);
        }

        private static <T> List<T> list(String option, Deque<String> words, Function<String, T> parse) {
            List<T> values = new ArrayList<>();
            for (String word : value(option, words).split(",", -1)) {
                T value = parse.apply(word.trim());
                if (!values.contains(value)) {
                    values.add(value);
                }
            }
            return List.copyOf(values);
        }

        private static int number(String option, Deque<String> words, int min, int max) {
            String word = value(option, words);
            int number;
            try {
                number = Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " takes a whole number, not \"" + word + "\"", e);
            }
            if (number < min || number > max) {
                throw new IllegalArgumentException(option + " takes " + min + " to " + max + ", not " + number);
            }
            return number;
        }

        private static String value(String option, Deque<String> words) {
            String value = words.poll();
            if (value == null) {
                throw new IllegalArgumentException(option + " takes a value");
            }
            return value;
        }
    }
}
