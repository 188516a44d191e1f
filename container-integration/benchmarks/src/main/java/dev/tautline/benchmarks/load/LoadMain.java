// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The load process. Each line on standard input is a {@link Slice}, answered by one line: {@code SAMPLE} and a
 * {@link Sample}, or {@code FAILED} and a sentence. Idle connections are held until the next line. Ends with its input.
 */
public final class LoadMain {

    /** Begins the answer to a slice that was run. */
    public static final String SAMPLE = "SAMPLE ";

    /** Begins the answer to a slice that failed. */
    public static final String FAILED = "FAILED ";

    /** The line that releases held connections. */
    public static final String RELEASE = "RELEASE";

    private LoadMain() {}

    /** Reads slices until the end of input. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Load held = null;
        String line;
        while ((line = in.readLine()) != null) {
            close(held);
            held = null;
            if (line.equals(RELEASE)) {
                out.println(RELEASE);
                continue;
            }
            try {
                held = run(Slice.parse(line), out);
            } catch (LoadException | IOException | IllegalArgumentException e) {
                out.println(FAILED + e.getMessage());
            }
        }
        close(held);
    }

    private static @Nullable Load run(Slice slice, PrintStream out) throws IOException {
        Load load = Load.of(slice);
        boolean hold = false;
        try {
            Sample sample = load.run();
            hold = slice.scenario().shape() == Shape.IDLE;
            out.println(SAMPLE + sample.format());
        } finally {
            if (!hold) {
                load.close();
            }
        }
        return hold ? load : null;
    }

    private static void close(@Nullable Load load) throws IOException {
        if (load != null) {
            load.close();
        }
    }
}
