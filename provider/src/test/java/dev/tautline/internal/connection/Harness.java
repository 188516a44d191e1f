// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** One open server connection in memory and in virtual time. */
final class Harness {
    final TestRuntime runtime = new TestRuntime();
    final MemoryTransport transport = new MemoryTransport();
    final RecordingListener listener = new RecordingListener();
    final Connection connection;

    private Harness(boolean inline, UnaryOperator<ConnectionOptions.Builder> options, NegotiatedExtensions extensions) {
        transport.runsCallbacks(inline);
        ConnectionOptions built =
                options.apply(ConnectionOptions.builder(Role.SERVER)).build();
        connection = new Connection(transport, built, extensions, runtime, listener);
    }

    static Harness notStarted(boolean inline, UnaryOperator<ConnectionOptions.Builder> options) {
        return new Harness(inline, options, NegotiatedExtensions.NONE);
    }

    static Harness open(boolean inline, UnaryOperator<ConnectionOptions.Builder> options, NegotiatedExtensions ext) {
        Harness harness = new Harness(inline, options, ext);
        harness.connection.start();
        harness.runtime.runAll();
        harness.listener.take();
        return harness;
    }

    static Harness open(boolean inline, UnaryOperator<ConnectionOptions.Builder> options) {
        return open(inline, options, NegotiatedExtensions.NONE);
    }

    static Harness open(boolean inline) {
        return open(inline, options -> options);
    }

    /** Bytes arrive and all workers work. */
    void receive(byte[] bytes) {
        transport.receive(bytes);
        runtime.runAll();
    }

    void advance(Duration duration) {
        runtime.advance(duration);
    }

    List<String> heard() {
        return listener.take();
    }

    String sent() {
        return transport.takeFrames();
    }

    /** Each text is answered with the same text. */
    Harness echoes() {
        listener.onEach(event -> {
            if (event.startsWith("text ")) {
                connection.sendText(event.substring("text ".length()), true, null, null);
            }
        });
        return this;
    }

    /**
     * Waits until a thread waits for another.
     *
     * @throws AssertionError if it ends instead
     */
    static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            assertTrue(thread.isAlive(), "the thread has ended and was to wait");
            Thread.onSpinWait();
        }
    }

    /** Waits for a thread's end. @throws AssertionError if that does not come */
    static void join(Thread thread) throws InterruptedException {
        thread.join(60_000);
        assertFalse(
                thread.isAlive(),
                () -> "the thread has not ended; it is at " + Arrays.toString(thread.getStackTrace()));
    }
}
