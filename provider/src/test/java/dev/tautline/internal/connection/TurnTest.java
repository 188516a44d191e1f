// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, the callback lane, the cork and the loss of the lease. */
class TurnTest {
    private static final int MESSAGES = 500;
    private static final int ROUNDS = 40;

    private static byte[] text(String text) {
        return Frames.text(text, true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("all messages of one read are answered in one write")
    void oneReadOneWrite(boolean inline) {
        Harness harness = Harness.open(inline).echoes();
        harness.receive(Frames.repeat(text("hello"), 64));
        assertEquals(1, harness.transport.writes());
        assertEquals(String.join("\n", Collections.nCopies(64, "text \"hello\"")), harness.sent());
        assertEquals(0, harness.runtime.buffers().lent(), "an idle connection holds no buffers");
    }

    @Test
    @DisplayName("nothing is read before onOpen has returned")
    void noDemandBeforeOpen() {
        Harness harness = Harness.notStarted(true, options -> options);
        harness.listener.onEach(event -> assertFalse(event.equals("open") && harness.transport.isDemanded()));
        harness.connection.start();
        harness.transport.receive(text("early"));
        assertEquals(List.of(), harness.heard());
        harness.runtime.runAll();
        assertEquals(List.of("open", "text early"), harness.heard());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("any chunking gives the same callbacks, in order")
    void chunking(boolean inline) {
        byte[] bytes = Frames.join(
                text("a"),
                Frames.frame(0x01, "b".getBytes(java.nio.charset.StandardCharsets.UTF_8), true),
                Frames.ping("p", true),
                Frames.frame(0x80, "c".getBytes(java.nio.charset.StandardCharsets.UTF_8), true),
                Frames.binary(new byte[] {1, 2, 3}, true));
        for (int size = 1; size <= bytes.length; size++) {
            Harness harness = Harness.open(inline);
            harness.transport.readSize(size);
            harness.receive(bytes);
            assertEquals(List.of("text a", "ping 70", "text bc", "binary 010203"), harness.heard());
        }
    }

    @Test
    @DisplayName(
            "lease lost in a callback: control frames are answered, messages wait for the callback, corked output leaves")
    void leaseLostInCallback() {
        Harness harness = Harness.open(true);
        List<String> during = new ArrayList<>();
        harness.listener.onEach(event -> {
            if (event.equals("text slow")) {
                harness.connection.sendText("corked", true, null, null);
                assertEquals("", harness.sent());
                harness.transport.loseLease();
                during.add(harness.sent());
                harness.transport.receive(Frames.join(Frames.ping("in", true), text("later")));
                during.add(harness.sent());
            }
        });
        harness.receive(Frames.join(text("slow"), Frames.ping("rest", true), text("next")));
        assertEquals(List.of("text \"corked\"\npong \"rest\"", "pong \"in\""), during);
        assertEquals(List.of("text slow", "ping 72657374", "text next", "ping 696e", "text later"), harness.heard());
        harness.receive(text("again"));
        assertEquals(List.of("text again"), harness.heard());
    }

    @Test
    @DisplayName(
            "a lease that is lost before its turn has begun: a callback may wait for what its own connection brings")
    void leaseLostBeforeTheTurn() {
        AtomicBoolean loses = new AtomicBoolean();
        MemoryTransport memory = new MemoryTransport().runsCallbacks(true);
        Transport transport = new TappedTransport(memory, (number, buffers, count) -> true) {
            @Override
            public boolean runsCallbacks() {
                if (loses.getAndSet(false)) {
                    memory.loseLease();
                }
                return super.runsCallbacks();
            }
        };
        TestRuntime runtime = new TestRuntime();
        RecordingListener listener = new RecordingListener();
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER).build(),
                NegotiatedExtensions.NONE,
                runtime,
                listener);
        connection.start();
        runtime.runAll();
        List<String> during = new ArrayList<>();
        listener.onEach(event -> {
            if (event.equals("text slow")) {
                memory.receive(Frames.join(Frames.ping("in", true), text("later")));
                during.add(memory.takeFrames());
            }
        });
        loses.set(true);
        memory.receive(text("slow"));
        assertEquals(List.of("pong \"in\""), during);
        memory.receive(text("again"));
        runtime.runAll();
        assertEquals(List.of("open", "text slow", "ping 696e", "text later", "text again"), listener.take());
    }

    @Test
    @Timeout(60)
    @DisplayName("a lease that is lost at any moment loses, doubles and reorders no message")
    void leaseLostAtAnyMoment() throws InterruptedException {
        List<String> expected = new ArrayList<>();
        byte[][] messages = new byte[MESSAGES][];
        for (int i = 0; i < MESSAGES; i++) {
            expected.add("text " + i);
            messages[i] = text(Integer.toString(i));
        }
        for (int round = 0; round < ROUNDS; round++) {
            Harness harness = Harness.open(true);
            harness.transport.readSize(64);
            AtomicInteger told = new AtomicInteger();
            harness.listener.onEach(event -> told.incrementAndGet());
            AtomicBoolean over = new AtomicBoolean();
            // Who takes the loop reads on with it, until the other one takes it from there.
            List<Thread> thieves = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread thief = new Thread(() -> {
                    while (!over.get()) {
                        harness.transport.loseLease();
                    }
                });
                thieves.add(thief);
                thief.start();
            }
            harness.receive(Frames.join(messages));
            while (told.get() < MESSAGES) {
                harness.runtime.runAll();
            }
            over.set(true);
            for (Thread thief : thieves) {
                thief.join();
            }
            harness.runtime.runAll();
            assertEquals(expected, harness.heard());
        }
    }

    @Test
    @DisplayName("a callback may wait for the completion of its own send once the lease is lost")
    void completionInsideCallback() {
        Harness harness = Harness.open(true);
        List<String> completed = new ArrayList<>();
        harness.listener.onEach(event -> {
            if (event.equals("text go")) {
                harness.connection.sendText("mine", true, null, new Light(failure -> completed.add("done")));
                assertEquals(List.of(), completed);
                harness.transport.loseLease();
                assertEquals(List.of("done"), completed);
            }
        });
        harness.receive(text("go"));
        assertEquals(List.of("done"), completed);
    }

    @Test
    @DisplayName("a slow callback stops reading at the read-ahead, and reading goes on after it")
    void readAheadIsBounded() {
        Harness harness = Harness.open(true, options -> options.readAhead(1024));
        harness.listener.onEach(event -> {
            if (event.equals("text slow")) {
                harness.transport.loseLease();
                int read = 0;
                while (harness.transport.isDemanded()) {
                    harness.transport.receive(text("x".repeat(100)));
                    read++;
                    assertTrue(read < 20, "reading does not stop");
                }
                harness.transport.receive(text("behind"));
            }
        });
        harness.receive(text("slow"));
        List<String> heard = harness.heard();
        assertEquals("text behind", heard.get(heard.size() - 1));
        assertTrue(harness.transport.isDemanded());
    }

    @Test
    @DisplayName("a worker's callback that runs long does not hold back what it has sent")
    void corkWatch() {
        Harness harness = Harness.open(false);
        harness.listener.onEach(event -> {
            if (event.equals("text slow")) {
                harness.connection.sendText("corked", true, null, null);
                assertEquals("", harness.sent());
                harness.runtime.timers().advance(Duration.ofMillis(2));
                assertEquals(1, harness.runtime.waiting());
            }
        });
        harness.receive(text("slow"));
        assertEquals("text \"corked\"", harness.sent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("paused: messages wait, control frames are answered; resume delivers in order")
    void pauseAndResume(boolean inline) {
        Harness harness = Harness.open(inline);
        harness.connection.pause();
        harness.receive(Frames.join(text("a"), Frames.ping("p", true), text("b")));
        assertEquals(List.of(), harness.heard());
        assertEquals("pong \"p\"", harness.sent());
        assertTrue(harness.connection.isPaused());
        harness.connection.resume();
        harness.runtime.runAll();
        assertEquals(List.of("text a", "ping 70", "text b"), harness.heard());
        harness.receive(text("c"));
        assertEquals(List.of("text c"), harness.heard());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("CVE-2024-23672: a connection closed while paused is freed within the close timeout")
    void closeWhilePaused(boolean inline) {
        Harness harness = Harness.open(inline, options -> options.readAhead(256));
        harness.connection.pause();
        harness.receive(Frames.repeat(text("x".repeat(100)), 20));
        assertFalse(harness.transport.isDemanded(), "the read-ahead is full");
        harness.connection.close(dev.tautline.spec.CloseStatus.of(1000));
        harness.runtime.runAll();
        assertTrue(harness.transport.isDemanded(), "the peer's close frame has to be seen");
        harness.advance(Duration.ofSeconds(30));
        assertTrue(harness.transport.isClosed());
        List<String> heard = harness.heard();
        assertEquals("close 1006 ''", heard.get(heard.size() - 1));
        assertEquals(0, harness.runtime.timers().scheduled());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("an exception of the listener closes with 1011")
    void listenerFault(boolean inline) {
        Harness harness = Harness.open(inline);
        harness.listener.onEach(event -> {
            if (event.startsWith("text")) {
                throw new IllegalStateException("application");
            }
        });
        harness.receive(Frames.join(text("a"), text("b")));
        assertEquals("close 1011 \"\"", harness.sent());
        assertEquals(List.of("text a"), harness.heard());
    }

    @Test
    @DisplayName("the interrupt flag is cleared after each callback")
    void interruptFlag() {
        Harness harness = Harness.open(true);
        harness.listener.onEach(event -> Thread.currentThread().interrupt());
        harness.receive(text("a"));
        assertFalse(Thread.interrupted());
    }
}
