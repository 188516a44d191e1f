// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Idle timeout and keepalive. */
class TimersTest {
    @Test
    @DisplayName("the idle timeout may be a millisecond; the peer is told, the listener sees 1006")
    void oneMillisecond() {
        Harness harness = Harness.open(true);
        harness.connection.idleTimeout(Duration.ofMillis(1));
        harness.advance(Duration.ofMillis(1));
        assertEquals("close 1001 \"idle timeout\"", harness.sent());
        harness.receive(Frames.close(1001, "idle timeout", true));
        assertEquals(List.of("close 1006 'idle timeout'"), harness.heard());
    }

    @Test
    @DisplayName("control frames both ways are activity")
    void controlFramesAreActivity() {
        Harness harness = Harness.open(true, options -> options.idleTimeout(Duration.ofMillis(1500)));
        for (int i = 0; i < 10; i++) {
            harness.advance(Duration.ofSeconds(1));
            if (i % 2 == 0) {
                harness.receive(Frames.ping("", true));
            } else {
                harness.connection.pong(ByteBuffer.allocate(0), null);
            }
        }
        assertFalse(harness.sent().contains("close"));
        harness.advance(Duration.ofMillis(1500));
        assertTrue(harness.sent().contains("close 1001"));
    }

    @Test
    @DisplayName("keepalive pings and their pongs are ours: not shown, not activity")
    void keepaliveIsNotActivity() {
        Harness harness = Harness.open(true, options -> options.idleTimeout(Duration.ofSeconds(10))
                .pingInterval(Duration.ofSeconds(3))
                .pongTimeout(Duration.ofSeconds(2)));
        for (int i = 0; i < 3; i++) {
            harness.advance(Duration.ofSeconds(3));
            byte[] ping = harness.transport.takeSent();
            assertEquals((byte) 0x89, ping[0]);
            byte[] payload = java.util.Arrays.copyOfRange(ping, 2, ping.length);
            harness.receive(Frames.frame(0x8A, payload, true));
        }
        assertEquals(List.of(), harness.heard());
        harness.advance(Duration.ofSeconds(1));
        assertTrue(harness.sent().contains("close 1001"));
    }

    @Test
    @DisplayName("a dead peer: no pong in time terminates with 1006")
    void deadPeer() {
        Harness harness = Harness.open(
                true, options -> options.pingInterval(Duration.ofSeconds(30)).pongTimeout(Duration.ofSeconds(5)));
        harness.advance(Duration.ofSeconds(30));
        harness.advance(Duration.ofSeconds(4));
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(1));
        assertTrue(harness.transport.isClosed());
        assertEquals(List.of("error IOException", "close 1006 ''"), harness.heard());
    }

    @Test
    @DisplayName("pings go out at the interval, not at the pong timeout")
    void interval() {
        Harness harness = Harness.open(
                true, options -> options.pingInterval(Duration.ofSeconds(30)).pongTimeout(Duration.ofSeconds(5)));
        harness.advance(Duration.ofSeconds(30));
        byte[] ping = harness.transport.takeSent();
        harness.receive(Frames.frame(0x8A, java.util.Arrays.copyOfRange(ping, 2, ping.length), true));
        harness.advance(Duration.ofSeconds(29));
        assertEquals(0, harness.transport.takeSent().length);
        harness.advance(Duration.ofSeconds(1));
        assertEquals(18, harness.transport.takeSent().length);
    }

    @Test
    @DisplayName("pings go out at an interval that is shorter than the pong timeout; none while a pong is awaited")
    void shortInterval() {
        Harness harness = Harness.open(
                true, options -> options.pingInterval(Duration.ofSeconds(1)).pongTimeout(Duration.ofSeconds(30)));
        for (int i = 0; i < 3; i++) {
            harness.advance(Duration.ofSeconds(1));
            byte[] ping = harness.transport.takeSent();
            assertEquals(18, ping.length);
            harness.receive(Frames.frame(0x8A, java.util.Arrays.copyOfRange(ping, 2, ping.length), true));
        }
        harness.advance(Duration.ofSeconds(1));
        byte[] unanswered = harness.transport.takeSent();
        for (int i = 0; i < 10; i++) {
            harness.advance(Duration.ofSeconds(1));
        }
        assertEquals(0, harness.transport.takeSent().length);
        harness.receive(Frames.frame(0x8A, java.util.Arrays.copyOfRange(unanswered, 2, unanswered.length), true));
        harness.advance(Duration.ofSeconds(1));
        assertEquals(18, harness.transport.takeSent().length, "the next beat after a late pong");
        for (int i = 0; i < 29; i++) {
            harness.advance(Duration.ofSeconds(1));
        }
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(1));
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("a paused connection whose read-ahead is full does not lose a live peer")
    void stoppedReadingStopsTheClock() {
        Harness harness = Harness.open(true, options -> options.readAhead(256)
                .pingInterval(Duration.ofSeconds(30))
                .pongTimeout(Duration.ofSeconds(5)));
        harness.connection.pause();
        harness.receive(Frames.repeat(Frames.text("x".repeat(100), true), 10));
        harness.advance(Duration.ofMinutes(5));
        assertFalse(harness.transport.isClosed());
        harness.connection.resume();
        harness.runtime.runAll();
        harness.advance(Duration.ofSeconds(4));
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(2));
        assertTrue(harness.transport.isClosed(), "the clock goes on with reading");
    }

    @Test
    @DisplayName("the clock of the pong goes on where the lane is empty before its reader has said that it stops")
    void readingGoesOnBeforeItStops() {
        // A worker that is done before the call that asked for it returns.
        TestRuntime runtime = new TestRuntime(task -> {
            Thread worker = new Thread(task);
            worker.start();
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        MemoryTransport transport = new MemoryTransport();
        transport.runsCallbacks(false);
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER)
                        .readAhead(64)
                        .pingInterval(Duration.ofSeconds(30))
                        .pongTimeout(Duration.ofSeconds(5))
                        .build(),
                NegotiatedExtensions.NONE,
                runtime,
                new RecordingListener());
        connection.start();
        transport.receive(Frames.text("fills the lane", true));
        runtime.advance(Duration.ofSeconds(30));
        runtime.advance(Duration.ofSeconds(5));
        assertTrue(transport.isClosed());
    }

    private static Harness keepalive() {
        return Harness.open(
                true, options -> options.pingInterval(Duration.ofSeconds(30)).pongTimeout(Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName(
            "the time for the pong begins when the ping has left, not while it waits behind a large message that moves")
    void pingBehindLargeMessage() {
        Harness harness = keepalive();
        harness.transport.window(0);
        harness.connection.sendBinary(ByteBuffer.allocate(8 << 20), true, null, null);
        for (int i = 0; i < 20; i++) {
            harness.advance(Duration.ofSeconds(4));
            harness.transport.openWindow(300_000);
        }
        assertFalse(harness.transport.isClosed());
        harness.transport.openWindow(MemoryTransport.UNLIMITED);
        harness.advance(Duration.ofSeconds(4));
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(1));
        assertTrue(harness.transport.isClosed(), "the ping has left, no pong has come");
    }

    @Test
    @DisplayName("a peer that takes nothing is dead before the ping has left")
    void pingThatNeverLeaves() {
        Harness harness = keepalive();
        harness.transport.window(0);
        harness.connection.sendText("stuck", true, null, null);
        harness.advance(Duration.ofSeconds(30));
        harness.advance(Duration.ofSeconds(5));
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("what this end goes on writing doesn't keep a peer alive that has got its ping")
    void writesAreNoLife() {
        Harness harness = keepalive();
        harness.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 5; i++) {
            assertFalse(harness.transport.isClosed());
            harness.connection.sendText("push", true, null, null);
            harness.advance(Duration.ofSeconds(1));
        }
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("a peer in the middle of a long frame lives, though its pong can't come")
    void bytesAreLife() {
        Harness harness = keepalive();
        harness.advance(Duration.ofSeconds(30));
        byte[] frame = Frames.binary(new byte[100], true);
        for (int i = 0; i < 100; i++) {
            harness.receive(new byte[] {frame[i]});
            harness.advance(Duration.ofSeconds(1));
        }
        assertFalse(harness.transport.isClosed());
        harness.advance(Duration.ofSeconds(5));
        assertTrue(harness.transport.isClosed());
    }

    @Test
    @DisplayName("a message that is written slowly keeps the connection from being idle")
    void slowMessageIsNotIdle() {
        Harness harness = Harness.open(true, options -> options.idleTimeout(Duration.ofSeconds(5)));
        harness.transport.window(0);
        harness.connection.sendBinary(ByteBuffer.allocate(2 << 20), true, null, null);
        for (int i = 0; i < 5; i++) {
            harness.advance(Duration.ofSeconds(4));
            harness.transport.openWindow(300_000);
        }
        harness.transport.openWindow(MemoryTransport.UNLIMITED);
        assertEquals(0x82, harness.transport.takeSent()[0] & 0xFF);
        assertEquals(dev.tautline.spec.ReadyState.OPEN, harness.connection.readyState());
        harness.advance(Duration.ofSeconds(5));
        assertTrue(harness.sent().contains("close 1001"));
    }

    @Test
    @DisplayName("1B.1-07: faye's pings count in text, are not shown, and end nothing where no timeout is set")
    void fayePings() {
        Harness harness = Harness.open(true, options -> options.profile(dev.tautline.spec.Profile.FAYE)
                .pingInterval(Duration.ofSeconds(3))
                .pongTimeout(Duration.ZERO));
        harness.advance(Duration.ofSeconds(3));
        assertEquals("ping \"1\"", harness.sent());
        harness.advance(Duration.ofSeconds(3));
        assertEquals("ping \"2\"", harness.sent());
        harness.receive(Frames.join(Frames.pong("1", true), Frames.pong("2", true), Frames.pong("3", true)));
        assertEquals(List.of("pong 33"), harness.heard());
        assertFalse(harness.transport.isClosed());
    }
}
