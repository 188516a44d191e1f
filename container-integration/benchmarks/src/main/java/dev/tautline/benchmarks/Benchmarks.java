// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command. */
public final class Benchmarks {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Benchmarks() {}

    /** Runs what the command line asks for; ends with 1 when a server failed, with 2 when the command line is wrong. */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> words = Arrays.asList(args);
        if (words.contains("--help")) {
            out.print(Options.USAGE);
            return;
        }
        if (words.contains("--list")) {
            list(out);
            return;
        }
        Options options;
        Layout layout = Layout.find();
        try {
            options = Options.parse(args);
            if (options.echoJar() != null) {
                layout = layout.withEchoJar(options.echoJar());
            }
            options.peers().forEach(layout::check);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        List<ScenarioResult> results = run(layout, options);
        String report =
                heading(args) + new MarkdownReport(options.quick() ? Target.SHAPE : Target.FULL).format(results);
        out.print(report);
        if (options.output() != null) {
            Files.writeString(options.output(), report);
        }
        if (options.chart() != null) {
            Files.writeString(options.chart(), new RatioChart().draw(results));
        }
        boolean failed =
                results.stream().flatMap(result -> result.peers().stream()).anyMatch(peer -> peer.failure() != null);
        System.exit(failed ? EXIT_FAILED : 0);
    }

    private static List<ScenarioResult> run(Layout layout, Options options) throws IOException, InterruptedException {
        // Servers and load must not outlive this process, however it ends.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().children().forEach(ProcessHandle::destroy), "end of children"));
        List<ScenarioResult> results = new ArrayList<>();
        try (LoadProcess load = LoadProcess.start(layout)) {
            Rounds rounds = new Rounds(layout, load, options);
            for (NamedScenario scenario : options.scenarios()) {
                results.add(rounds.run(scenario));
            }
        }
        return results;
    }

    private static void list(PrintStream out) {
        out.println("Scenarios:");
        for (NamedScenario each : NamedScenario.ALL) {
            out.println("  " + each.name() + ": " + each.scenario().title());
        }
        out.println("Peers: " + Arrays.stream(Peer.values()).map(Peer::label).collect(Collectors.joining(", ")));
    }

    private static String heading(String[] args) {
        return "Measured " + LocalDate.now(ZoneOffset.UTC) + " with `java -jar benchmarks.jar "
                + String.join(" ", args) + "` on "
                + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ".\n"
                + "Medians of the rounds, smallest and largest in brackets; × is the ratio to the same container's own provider.\n\n";
    }
}
