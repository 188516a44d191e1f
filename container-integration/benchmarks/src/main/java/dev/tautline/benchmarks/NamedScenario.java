// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static dev.tautline.benchmarks.load.Payload.BINARY;
import static dev.tautline.benchmarks.load.Payload.JSON;
import static dev.tautline.benchmarks.load.Payload.TEXT;

import dev.tautline.benchmarks.load.Compression;
import dev.tautline.benchmarks.load.Scenario;
import dev.tautline.benchmarks.load.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A scenario and its name on the command line.
 *
 * @param name for {@code --scenario}
 * @param scenario what the load does
 */
record NamedScenario(String name, Scenario scenario) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** Every scenario there is, in the order of the result table. */
    static final List<NamedScenario> ALL = List.of(
            echo("small", 64, 32, 1, false),
            echo("pipelined", 16, 32, 64, false),
            echo("single", 1, 32, 1, false),
            echo("many", 1000, 32, 1, false),
            echo("medium", 64, KIB, 1, false),
            echo("medium-binary", 64, KIB, 1, true),
            echo("pipelined-1k", 16, KIB, 64, false),
            echo("pipelined-binary", 16, KIB, 64, true),
            echo("large-binary", 16, 64 * KIB, 1, true),
            echo("large-text", 16, 64 * KIB, 1, false),
            echo("huge-binary", 4, MIB, 1, true),
            echo("huge-text", 4, MIB, 1, false),
            named("fan-out", Shape.FAN_OUT, 1000, 256, 4, Compression.NONE),
            named("fan-out-deflate", Shape.FAN_OUT, 1000, KIB, 4, Compression.OFFER),
            named("deflate", Shape.ECHO, 16, KIB, 1, Compression.OFFER),
            named("deflate-16k", Shape.ECHO, 16, 16 * KIB, 1, Compression.OFFER),
            named("deflate-no-context", Shape.ECHO, 16, KIB, 1, Compression.NO_CONTEXT),
            named("connect", Shape.CONNECT, 4, 32, 1, Compression.NONE),
            named("idle", Shape.IDLE, 5000, 32, 1, Compression.NONE),
            named("idle-deflate", Shape.IDLE, 500, 64 * KIB, 1, Compression.OFFER));

    /** The two that say whether the shape is right. */
    static final List<NamedScenario> HEADLINES = List.of(parse("small"), parse("pipelined"));

    /** @throws IllegalArgumentException when there is no such scenario; the message lists those there are */
    static NamedScenario parse(String name) {
        return ALL.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario \"" + name + "\"; there are "
                        + ALL.stream().map(NamedScenario::name).collect(Collectors.joining(", "))));
    }

    private static NamedScenario echo(String name, int connections, int size, int window, boolean binary) {
        return new NamedScenario(name, Scenario.echo(connections, size, window, binary ? BINARY : TEXT));
    }

    private static NamedScenario named(
            String name, Shape shape, int connections, int size, int window, Compression compression) {
        boolean json = compression != Compression.NONE;
        return new NamedScenario(name, new Scenario(shape, connections, size, window, json ? JSON : TEXT, compression));
    }
}
