// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.TransportChoice;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every way into Jetty keeps: our loops or Jetty's end points, from the class path and from a web application that sees no Jetty. */
class JettyTakeoverTest {
    private static final byte[] NOTHING = {};
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    enum Way {
        CHANNEL(false, TransportChoice.AUTO, false, "jetty-channel"),
        END_POINT(false, TransportChoice.CONTAINER, false, "jetty-endpoint"),
        TLS(true, TransportChoice.AUTO, false, "jetty-endpoint secure"),
        PORTABLE(false, TransportChoice.PORTABLE, false, "jetty-endpoint"),
        WAR_CHANNEL(false, TransportChoice.AUTO, true, "jetty-channel"),
        WAR_END_POINT(false, TransportChoice.CONTAINER, true, "jetty-endpoint"),
        WAR_TLS(true, TransportChoice.AUTO, true, "jetty-endpoint secure");

        final boolean secure;
        final TransportChoice choice;
        final boolean war;
        final String transport;

        Way(boolean secure, TransportChoice choice, boolean war, String transport) {
            this.secure = secure;
            this.choice = choice;
            this.war = war;
            this.transport = transport;
        }

        EmbeddedJetty jetty() throws Exception {
            return new EmbeddedJetty(
                    secure,
                    choice,
                    war ? new ApplicationClassLoader() : getClass().getClassLoader());
        }

        RawClient connect(EmbeddedJetty jetty, String path, byte[] early) throws Exception {
            RawClient client = new RawClient(jetty.port(), secure, path, early);
            assertEquals("open " + transport, next(jetty));
            return client;
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoesEverySize(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 200_000, 1 << 20}) {
                byte[] bytes = random(size);
                assertArrayEquals(bytes, client.echo(bytes), size + " bytes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsBytesThatComeWithTheHandshake(Way way) throws Exception {
        byte[] early = random(3000);
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", early)) {
            assertArrayEquals(early, client.socket.getInputStream().readNBytes(early.length));
            assertArrayEquals(random(100), client.echo(random(100)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsNoFasterThanItWrites(Way way) throws Exception {
        byte[] bytes = random(16 << 20);
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            assertArrayEquals(bytes, client.echo(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsDownAfterFin(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty()) {
            RawClient client = way.connect(jetty, "/echo", NOTHING);
            assertCounts(jetty, 1, way.secure ? 2 : 1);
            client.close();
            assertEquals("eof", next(jetty));
            assertEquals("closed", next(jetty));
            assertCounts(jetty, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsDownAfterReset(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty()) {
            for (int i = 0; i < 5; i++) {
                RawClient client = way.connect(jetty, "/echo", NOTHING);
                assertArrayEquals(random(10), client.echo(random(10)));
                assertCounts(jetty, 1, way.secure ? 2 : 1);
                client.reset();
                assertEquals("failure", next(jetty));
                assertEquals("closed", next(jetty));
                assertCounts(jetty, 0, 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsDownAfterAbort(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/abort", NOTHING)) {
            client.socket.getOutputStream().write(1);
            assertEquals(-1, client.socket.getInputStream().read());
            assertEquals("closed", next(jetty));
            assertCounts(jetty, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAfterThePeersFin(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            byte[] last = "last words".getBytes(StandardCharsets.US_ASCII);
            client.socket.getOutputStream().write(last);
            client.socket.shutdownOutput();
            assertArrayEquals(last, client.readToEnd());
            assertEquals("eof", next(jetty));
            assertEquals("closed", next(jetty));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysGoodbyeWhenTheServerStops(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            Thread stopping = new Thread(() -> LifeCycle.stop(jetty.server));
            stopping.start();
            assertArrayEquals(GOING_AWAY, client.readToEnd());
            client.socket.close();
            stopping.join();
            assertEquals("shutdown", next(jetty));
            assertEquals("eof", next(jetty));
            assertEquals("closed", next(jetty));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysGoodbyeWhenTheApplicationStops(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            int listeners = jetty.server.getEventListeners().size();
            Thread stopping = new Thread(() -> LifeCycle.stop(jetty.context));
            stopping.start();
            assertArrayEquals(GOING_AWAY, client.readToEnd());
            client.socket.close();
            stopping.join();
            assertEquals("shutdown", next(jetty));
            assertEquals("eof", next(jetty));
            assertEquals("closed", next(jetty));
            assertCounts(jetty, 0, 0);
            assertEquals(listeners - 1, jetty.server.getEventListeners().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearsThatAConnectorStops(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            jetty.connector.stop();
            assertEquals(-1, client.socket.getInputStream().read());
            assertEquals("closed", next(jetty));
            awaitCount("end points", 0, () -> jetty.connector
                    .getConnectedEndPoints()
                    .size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void hearsThatJettyClosesAnEndPoint(Way way) throws Exception {
        try (EmbeddedJetty jetty = way.jetty();
                RawClient client = way.connect(jetty, "/echo", NOTHING)) {
            jetty.connector.getConnectedEndPoints().forEach(EndPoint::close);
            assertEquals(-1, client.socket.getInputStream().read());
            assertEquals("closed", next(jetty));
            assertCounts(jetty, 0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WAR_CHANNEL", "WAR_END_POINT", "WAR_TLS"})
    void leavesNothingBehindWhenUndeployed(Way way) throws Exception {
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        try (EmbeddedJetty jetty = way.jetty()) {
            PhantomReference<ClassLoader> application =
                    new PhantomReference<>(jetty.context.getClassLoader(), collected);
            try (RawClient client = way.connect(jetty, "/echo", NOTHING)) {
                assertArrayEquals(random(1000), client.echo(random(1000)));
            }
            assertEquals("eof", next(jetty));
            assertEquals("closed", next(jetty));
            jetty.undeploy();
            // A collection finds what the one before has finished with.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!application.refersTo(null) && System.nanoTime() < end) {
                System.gc();
                if (collected.remove(500) != null) {
                    return;
                }
            }
            assertTrue(application.refersTo(null), "the application's class loader is still reachable");
        }
    }

    private static String next(EmbeddedJetty jetty) throws InterruptedException {
        String event = jetty.events.poll(60, TimeUnit.SECONDS);
        return event == null ? "nothing in 60 s" : event;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Jetty counts on its own threads, a moment after the ends have been told. */
    private static void assertCounts(EmbeddedJetty jetty, int expected, int layers) {
        awaitCount("end points", expected, () -> jetty.connector
                .getConnectedEndPoints()
                .size());
        awaitCount("connections", layers, () -> (int) jetty.statistics.getConnections());
        awaitCount("network connections", expected, jetty.limit::getNetworkConnectionCount);
        awaitCount("selector keys", expected, jetty::selectorKeys);
        assertTrue(jetty.limit.getPendingNetworkConnectionCount() == 0);
    }

    private static void awaitCount(String what, int expected, IntSupplier count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count.getAsInt() != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertEquals(expected, count.getAsInt(), what);
    }
}
