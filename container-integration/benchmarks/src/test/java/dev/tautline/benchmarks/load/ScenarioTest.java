// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    void survivesTheWayToTheLoadProcess() {
        Scenario scenario = new Scenario(Shape.FAN_OUT, 1000, 1024, 4, Payload.JSON, Compression.OFFER);
        Slice slice = new Slice(scenario, 8080, 42, 500, 3000, 9);
        assertEquals(slice, Slice.parse(slice.format()));
        Sample sample = new Sample(1, 2, 3, 4, 5, 6);
        assertEquals(sample, Sample.parse(sample.format()));
    }

    @Test
    void saysWhatItIs() {
        assertEquals(
                "64 c × 32 B w1 text", Scenario.echo(64, 32, 1, Payload.TEXT).title());
        assertEquals(
                "4 c × 1 MiB w1 binary",
                Scenario.echo(4, 1 << 20, 1, Payload.BINARY).title());
        assertEquals(
                "fan-out 1000 c × 1 KiB w4 JSON, deflate",
                new Scenario(Shape.FAN_OUT, 1000, 1024, 4, Payload.JSON, Compression.OFFER).title());
    }

    @Test
    void isBounded() {
        assertThrows(IllegalArgumentException.class, () -> Scenario.echo(0, 32, 1, Payload.TEXT));
        assertThrows(IllegalArgumentException.class, () -> Scenario.echo(20_001, 32, 1, Payload.TEXT));
        assertThrows(IllegalArgumentException.class, () -> Scenario.echo(1, 15, 1, Payload.TEXT));
        assertThrows(IllegalArgumentException.class, () -> Scenario.echo(1, 32, 1025, Payload.TEXT));
        Scenario scenario = Scenario.echo(1, 32, 1, Payload.TEXT);
        assertThrows(IllegalArgumentException.class, () -> new Slice(scenario, 1, 1, 0, 600_001, 1));
    }

    @Test
    void calculatesPerMessage() {
        Sample sample = new Sample(200, 2_000_000_000, 1_000_000, 400_000, 0, 0);
        assertEquals(100, sample.rate());
        assertEquals(5, sample.serverCpuMicros());
        assertEquals(2, sample.loadCpuMicros());
    }
}
