// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.transport.channel.Loopback.Peer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChannelLoopsTest {
    private static final LoopOptions ONE_LOOP = LoopOptions.DEFAULTS.withLoops(1);

    @Test
    void startsNothingBeforeTheFirstAdoption() throws IOException {
        try (Loopback loopback = new Loopback(ONE_LOOP)) {
            assertEquals(List.of(), loopback.threads());
            assertEquals(0, loopback.loops.metrics().loops());
            loopback.connectEcho().roundTrips(1);
            assertEquals(1, loopback.loops.metrics().loops());
            assertTrue(loopback.threads().stream().allMatch(Thread::isDaemon));
        }
    }

    @Test
    void spreadsConnectionsOverItsLoops() throws IOException {
        try (Loopback loopback = new Loopback(LoopOptions.DEFAULTS.withLoops(2))) {
            Peer first = loopback.connectEcho();
            assertEquals(1, loopback.loops.metrics().loops());
            Peer second = loopback.connectEcho();
            Peer third = loopback.connectEcho();
            assertEquals(2, loopback.loops.metrics().loops());
            first.roundTrips(5);
            second.roundTrips(5);
            third.roundTrips(5);
        }
    }

    @Test
    void closeEndsEveryConnectionAndThread() throws IOException {
        RecordingListener recorder = new RecordingListener();
        try (Loopback loopback = new Loopback(LoopOptions.DEFAULTS.withLoops(2))) {
            for (int i = 0; i < 10; i++) {
                loopback.connect(transport -> recorder);
            }
            loopback.connect(); // never started
        }
        assertEquals(10, recorder.events.size());
        recorder.expect("closed");
    }

    @Test
    void refusesAndClosesWhatComesAfterClose() throws IOException {
        Loopback loopback = new Loopback(ONE_LOOP);
        loopback.close();
        SocketChannel late = SocketChannel.open();
        assertThrows(IllegalStateException.class, () -> loopback.loops.adopt(late, null, () -> {}, "channel"));
        assertFalse(late.isOpen());
        assertTrue(loopback.loops.close(Duration.ZERO));
    }

    @Test
    void channelThatIsClosedIsRefused() throws IOException {
        try (Loopback loopback = new Loopback(ONE_LOOP)) {
            SocketChannel closed = SocketChannel.open();
            closed.close();
            assertThrows(IOException.class, () -> loopback.loops.adopt(closed, null, () -> {}, "channel"));
            assertEquals(0, loopback.loops.metrics().connections());
        }
    }

    @Test
    void closeInterruptsWhoStillBlocksAtTheDeadline() throws Exception {
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        try (Loopback loopback = new Loopback(ONE_LOOP)) {
            CountDownLatch entered = new CountDownLatch(1);
            Peer peer = loopback.connect(transport -> new EchoListener(transport) {
                @Override
                public void onRead(ByteBuffer buffer) {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(null);
                    }
                }
            });
            peer.send("a");
            assertTrue(entered.await(20, TimeUnit.SECONDS));
            // Whether the thread ends within the time that is left to it is the machine's; that it ends is what the
            // second close waits for.
            loopback.loops.close(Duration.ofMillis(1));
            interrupted.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void closeInsideACallbackDoesNotWaitForItself() throws Exception {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        try (Loopback loopback = new Loopback(ONE_LOOP.withLeaseTime(Loopback.FOR_EVER))) {
            Peer peer = loopback.connect(transport -> new EchoListener(transport) {
                @Override
                public void onRead(ByteBuffer buffer) {
                    result.complete(loopback.loops.close(Loopback.PATIENCE));
                }
            });
            peer.send("a");
            assertTrue(result.get(40, TimeUnit.SECONDS));
        }
    }

    @Test
    void idleSparesEnd() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(ONE_LOOP.withSpareIdle(Duration.ofMillis(20)))) {
            List<Peer> slow = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                slow.add(loopback.connect(transport -> new EchoListener(transport) {
                    @Override
                    public void onRead(ByteBuffer buffer) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        echo(buffer);
                    }
                }));
                slow.get(i).send("slow");
            }
            Loopback.await("all to block", () -> loopback.loops.metrics().threads() == 6);
            release.countDown();
            Loopback.await("the spares to end", () -> loopback.loops.metrics().threads() == 1);
            slow.get(0).receive(4);
            slow.get(0).roundTrips(3);
        }
    }

    @Test
    void threadsPinNeitherLoaderNorInheritableThreadLocalsOfTheApplication() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        CompletableFuture<String> inherited = new CompletableFuture<>();
        try (Loopback loopback = new Loopback(ONE_LOOP);
                URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread.currentThread().setContextClassLoader(application);
            local.set("application");
            Peer peer = loopback.connect(transport -> new EchoListener(transport) {
                @Override
                public void onRead(ByteBuffer buffer) {
                    inherited.complete(local.get());
                    echo(buffer);
                }
            });
            peer.roundTrips(1);
            assertNull(inherited.get(20, TimeUnit.SECONDS));
            assertFalse(loopback.threads().isEmpty());
            for (Thread thread : loopback.threads()) {
                assertSame(ChannelLoops.class.getClassLoader(), thread.getContextClassLoader());
            }
        } finally {
            local.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void optionsNameTheValueThatIsOutOfRange() {
        assertMessage("loops", () -> LoopOptions.DEFAULTS.withLoops(0));
        assertMessage("spareLimit", () -> LoopOptions.DEFAULTS.withSpareLimit(-1));
        assertMessage("spareIdle", () -> LoopOptions.DEFAULTS.withSpareIdle(Duration.ZERO));
        assertMessage("leaseTime", () -> LoopOptions.DEFAULTS.withLeaseTime(Duration.ofMillis(-1)));
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(Math.max(1, processors / 2), LoopOptions.DEFAULTS.loops());
        assertEquals(2 * processors, LoopOptions.DEFAULTS.withLoops(1000).loops());
    }

    private static void assertMessage(String name, org.junit.jupiter.api.function.Executable act) {
        String message = assertThrows(IllegalArgumentException.class, act).getMessage();
        assertTrue(message.startsWith(name + " "), message);
    }
}
