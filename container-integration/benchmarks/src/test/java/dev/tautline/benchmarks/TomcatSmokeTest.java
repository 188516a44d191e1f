// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.benchmarks.load.Compression;
import dev.tautline.benchmarks.load.LoadException;
import dev.tautline.benchmarks.load.Payload;
import dev.tautline.benchmarks.load.Sample;
import dev.tautline.benchmarks.load.Scenario;
import dev.tautline.benchmarks.load.Shape;
import dev.tautline.benchmarks.load.Slice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real load process against the real Tomcat, both in processes of their own, for a bounded number of messages. */
class TomcatSmokeTest {

    private static final int MAX_MESSAGE = 128 << 10;
    private static final long MESSAGES = 200;
    private static final long MILLIS = 60_000;

    private static ServerProcess tomcat;
    private static LoadProcess load;

    @BeforeAll
    static void start() throws Exception {
        Layout layout = Layout.find();
        tomcat = ServerProcess.start(Peer.TOMCAT, layout, List.of("-Xmx256m"), MAX_MESSAGE);
        load = LoadProcess.start(layout);
    }

    @AfterAll
    static void stop() {
        if (load != null) {
            load.close();
        }
        if (tomcat != null) {
            tomcat.close();
        }
    }

    static List<Scenario> scenarios() {
        return List.of(
                Scenario.echo(4, 32, 1, Payload.TEXT),
                Scenario.echo(2, 1024, 64, Payload.BINARY),
                Scenario.echo(2, 64 << 10, 1, Payload.TEXT),
                new Scenario(Shape.ECHO, 2, 1024, 1, Payload.JSON, Compression.OFFER),
                new Scenario(Shape.ECHO, 2, 1024, 1, Payload.JSON, Compression.NO_CONTEXT),
                new Scenario(Shape.FAN_OUT, 10, 256, 4, Payload.TEXT, Compression.NONE),
                new Scenario(Shape.CONNECT, 2, 32, 1, Payload.TEXT, Compression.NONE));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyMessageComesBack(Scenario scenario) throws Exception {
        Sample sample = load.run(slice(scenario, tomcat.port()));
        assertTrue(sample.messages() >= MESSAGES, sample::format);
        assertTrue(sample.serverCpuNanos() >= 0, sample::format);
    }

    @Test
    void idleConnectionsAreHeldUntilReleased() throws Exception {
        Scenario idle = new Scenario(Shape.IDLE, 20, 32, 1, Payload.TEXT, Compression.NONE);
        load.run(new Slice(idle, tomcat.port(), tomcat.pid(), 0, 1, MESSAGES));
        try (ServerMemory memory = ServerMemory.of(tomcat.pid())) {
            ServerMemory.Reading held = memory.read();
            load.release();
            ServerMemory.Reading released = memory.read();
            // The server lets go of a connection a moment after its peer has.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (held.heap() - released.heap() <= 20L * MAX_MESSAGE && System.nanoTime() < end) {
                released = memory.read();
            }
            assertTrue(held.heap() - released.heap() > 20L * MAX_MESSAGE, held + " then " + released);
        }
    }

    @Test
    void aRefusedConnectionIsReportedAndTheLoadGoesOn() throws Exception {
        Scenario tooLarge = Scenario.echo(1, 2 * MAX_MESSAGE, 1, Payload.TEXT);
        String message = assertThrows(LoadException.class, () -> load.run(slice(tooLarge, tomcat.port())))
                .getMessage();
        assertEquals("The server closed a connection", message);
        load.run(slice(Scenario.echo(1, 32, 1, Payload.TEXT), tomcat.port()));
    }

    private static Slice slice(Scenario scenario, int port) {
        return new Slice(scenario, port, tomcat.pid(), 0, MILLIS, MESSAGES);
    }
}
