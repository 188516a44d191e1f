// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void hasDefaults() {
        Options options = Options.parse();
        assertEquals(List.of("small", "pipelined"), names(options));
        assertEquals(Arrays.asList(Peer.values()), options.peers());
        assertEquals(5, options.rounds());
        assertEquals(3, options.seconds());
        assertEquals(4, options.warmUpSeconds());
    }

    @Test
    void comparesTwoServersWhenQuick() {
        Options options = Options.parse("--quick");
        assertTrue(options.quick());
        assertEquals(List.of("small", "pipelined"), names(options));
        assertEquals(List.of(Peer.TOMCAT, Peer.TAUTLINE_TOMCAT), options.peers());
    }

    @Test
    void readsEveryOption() {
        Options options = Options.parse(
                "--scenario",
                "idle, deflate,idle",
                "--peers",
                "jetty,tautline-jetty-endpoint",
                "--rounds",
                "1",
                "--seconds",
                "60",
                "--warm-up",
                "0",
                "--output",
                "a.md",
                "--chart",
                "b.svg",
                "--echo-jar",
                "c.jar");
        assertEquals(List.of("idle", "deflate"), names(options));
        assertEquals(List.of(Peer.JETTY, Peer.TAUTLINE_JETTY_ENDPOINT), options.peers());
        assertEquals(1, options.rounds());
        assertEquals(60, options.seconds());
        assertEquals(0, options.warmUpSeconds());
        assertEquals(Path.of("a.md"), options.output());
        assertEquals(Path.of("b.svg"), options.chart());
        assertEquals(Path.of("c.jar"), options.echoJar());
        assertEquals(NamedScenario.ALL, Options.parse("--all").scenarios());
    }

    @Test
    void saysWhatIsWrong() {
        assertRefused("\"--fast\"", "--fast");
        assertRefused("there are small, pipelined", "--scenario", "tiny");
        assertRefused("there are tomcat, jetty, undertow, tautline-tomcat", "--peers", "netty");
        assertRefused("--rounds takes 1 to 50, not 51", "--rounds", "51");
        assertRefused("--seconds takes a whole number, not \"x\"", "--seconds", "x");
        assertRefused("--output takes a value", "--output");
        assertRefused("--quick names its scenarios", "--quick", "--all");
    }

    private static void assertRefused(String sentence, String... args) {
        String message = assertThrows(IllegalArgumentException.class, () -> Options.parse(args))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }

    private static List<String> names(Options options) {
        return options.scenarios().stream().map(NamedScenario::name).toList();
    }
}
