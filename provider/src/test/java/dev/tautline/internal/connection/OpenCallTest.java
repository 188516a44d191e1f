// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is one call of the application, in which a second message in parts would wait for the first. All callbacks run on the test's thread. */
class OpenCallTest {
    private static final String BOTH = "part text \"one\"\ncontinuation \" ends\"\ntext \"two\"";

    private final Harness target = Harness.open(true);

    private static void begin(Connection connection) throws IOException {
        connection.sendTextPartBlocking("one", false, true, "one");
    }

    private static void other(Connection connection) throws IOException {
        connection.sendTextPartBlocking("two", true, true, "two");
    }

    /** Has another thread end the message of {@link #begin} once the current thread waits for that, or has failed to; then {@link #other}. */
    private static void otherWaits(Connection connection) {
        Thread waiter = Thread.currentThread();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            while (waiter.getState() != Thread.State.WAITING && !outcome.isDone()) {
                Thread.onSpinWait();
            }
            assertDoesNotThrow(() -> connection.sendTextPartBlocking(" ends", true, true, "one"));
        });
        try {
            other(connection);
            outcome.complete(null);
        } catch (IOException | RuntimeException e) {
            outcome.complete(e);
        }
        assertDoesNotThrow(() -> ended.get(60, TimeUnit.SECONDS));
        assertNull(outcome.join(), "it waits for the end of the message that an earlier call has begun");
    }

    private static void twoCallbacks(Harness called, Connection connection) {
        List<Throwable> failures = new ArrayList<>();
        called.listener.onEach(event -> {
            try {
                if (event.equals("text a")) {
                    begin(connection);
                } else if (event.equals("text b")) {
                    otherWaits(connection);
                }
            } catch (IOException | RuntimeException | Error e) {
                failures.add(e);
            }
        });
        called.receive(Frames.join(Frames.text("a", true), Frames.text("b", true)));
        assertEquals(List.of(), failures);
    }

    @ParameterizedTest(name = "inline: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "a message that one callback has begun and handed over is waited for in the next one on the same thread")
    void nextCallback(boolean inline) {
        Harness harness = Harness.open(inline);
        twoCallbacks(harness, harness.connection);
        assertEquals(BOTH, harness.sent());
    }

    @ParameterizedTest(name = "inline: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("the callbacks may be another connection's")
    void callbacksOfAnotherConnection(boolean inline) {
        twoCallbacks(Harness.open(inline), target.connection);
        assertEquals(BOTH, target.sent());
    }

    @Test
    @DisplayName("completions of sends are calls of their own")
    void completions() {
        List<Throwable> failures = new ArrayList<>();
        Harness sender = Harness.open(true);
        sender.transport.window(0);
        sender.connection.sendText("a", true, null, failure -> collect(failures, () -> begin(target.connection)));
        sender.connection.sendText("b", true, null, failure -> collect(failures, () -> otherWaits(target.connection)));
        sender.transport.openWindow(100);
        sender.runtime.runAll();
        assertEquals(List.of(), failures);
        assertEquals(BOTH, target.sent());
    }

    /** What a call does. */
    private interface Action {
        void run() throws IOException;
    }

    private static void collect(List<Throwable> failures, Action call) {
        try {
            call.run();
        } catch (IOException | RuntimeException | Error e) {
            failures.add(e);
        }
    }

    @ParameterizedTest(name = "inline: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("a second message in the same callback would wait for itself, whichever connection's callback it is")
    void sameCallback(boolean inline) {
        Harness own = Harness.open(inline);
        for (Connection connection : List.of(own.connection, target.connection)) {
            List<Throwable> refused = new ArrayList<>();
            own.listener.onEach(event -> collect(refused, () -> {
                begin(connection);
                other(connection);
            }));
            own.receive(Frames.text("a", true));
            assertEquals(
                    List.of(IllegalStateException.class),
                    refused.stream().map(Object::getClass).toList());
            assertDoesNotThrow(() -> connection.sendTextPartBlocking(" ends", true, true, "one"));
        }
    }

    @Test
    @DisplayName("a completion that comes while a thread sends does not end the thread's call")
    void completionWithinACall() throws Exception {
        Harness elsewhere = Harness.open(true);
        begin(target.connection);
        CompletableFuture<Thread> completed = new CompletableFuture<>();
        elsewhere.connection.sendText(
                "a", true, null, new Light(failure -> completed.complete(Thread.currentThread())));
        assertEquals(Thread.currentThread(), completed.get(60, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> other(target.connection));
    }

    @Test
    @DisplayName(
            "no thread is remembered once its messages have ended, have gone on elsewhere, or have lost their connection")
    void forgotten() throws Exception {
        Harness second = Harness.open(true);
        Thread thread = ended(() -> {
            begin(target.connection);
            begin(second.connection);
            begin(second.connection);
        });
        target.connection.sendTextPartBlocking(" ends", true, true, "one");
        assertTrue(OpenCall.isKnown(thread));
        Thread heir = ended(() -> begin(second.connection));
        assertFalse(OpenCall.isKnown(thread));
        assertTrue(OpenCall.isKnown(heir));
        second.connection.terminate();
        second.runtime.runAll();
        assertFalse(OpenCall.isKnown(heir));
    }

    private static Thread ended(Action call) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(() -> collect(failures, call));
        thread.start();
        thread.join();
        assertEquals(List.of(), failures);
        return thread;
    }
}
