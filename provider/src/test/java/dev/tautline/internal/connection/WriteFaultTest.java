// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The n-th write fails, for every n: whatever it carried, every sender and the listener hear of it once. */
class WriteFaultTest {
    /** How a write fails. */
    private enum Fault {
        /** The connection breaks before anything has been taken. */
        RESET,
        /** The connection breaks when a part of the bytes is on the wire, and the write was outstanding. */
        RESET_LATER,
        /** The transport is closed under the write, without a cause. */
        ABORT,
        /** The transport has a defect. */
        THROW
    }

    /** One connection with a script, and what became of each of its sends. */
    private static final class Run {
        final TestRuntime runtime = new TestRuntime();
        final MemoryTransport memory = new MemoryTransport();
        final RecordingListener listener = new RecordingListener();
        final List<String> sends = new ArrayList<>();
        final List<String> completions = new ArrayList<>();
        final TappedTransport transport;
        final Connection connection;
        private boolean closeCalled;
        private boolean openAtFault;
        private boolean faulty;
        private int stepsUntilBreak;

        Run(boolean inline, boolean completesLater, Fault fault, int position) {
            memory.runsCallbacks(inline).completesLater(completesLater);
            transport = new TappedTransport(memory, (number, buffers, count) -> {
                if (number != position) {
                    return true;
                }
                faulty = true;
                openAtFault = !closeCalled;
                return fail(fault);
            });
            connection = new Connection(
                    transport,
                    ConnectionOptions.builder(Role.SERVER).build(),
                    NegotiatedExtensions.NONE,
                    runtime,
                    listener);
            listener.onEach(event -> {
                if (event.startsWith("text")) {
                    connection.sendText("reply", true, null, callback("reply"));
                    connection.sendBinary(ByteBuffer.allocate(70_000), true, null, callback("large reply"));
                }
            });
        }

        private boolean fail(Fault fault) {
            switch (fault) {
                case RESET -> memory.reset();
                case RESET_LATER -> {
                    memory.window(1);
                    stepsUntilBreak = 3;
                }
                case ABORT -> memory.abort();
                default -> throw new IllegalStateException("defect");
            }
            return fault == Fault.RESET_LATER;
        }

        private SendCallback callback(String name) {
            sends.add(name);
            return new SendCallback() {
                @Override
                public void onComplete(@Nullable Throwable failure) {
                    completions.add(name);
                }

                @Override
                public boolean mayBlock() {
                    // Both ways of completing.
                    return name.length() % 2 == 0;
                }
            };
        }

        /** Does something; a write that its fault left outstanding breaks two steps later. */
        private void step(Runnable action) {
            action.run();
            if (stepsUntilBreak > 0 && --stepsUntilBreak == 0) {
                openAtFault = !closeCalled;
                memory.reset();
            }
            runtime.runAll();
        }

        void play() {
            step(connection::start);
            step(() -> connection.sendText("one", true, null, callback("one")));
            step(() -> connection.sendBinary(ByteBuffer.allocate(600_000), true, null, callback("large")));
            step(() -> connection.sendTextPart("p", false, true, null, callback("part")));
            step(() -> connection.sendText("behind", true, null, callback("behind the parts")));
            step(() -> connection.ping(ByteBuffer.allocate(3), callback("ping")));
            byte[] read = Frames.join(Frames.ping("auto", true), Frames.text("go", true), Frames.text("go", true));
            step(() -> memory.receive(read));
            step(() -> connection.sendTextPart("q", false, true, null, callback("more")));
            step(() -> connection.sendTextPart("r", true, true, null, callback("last part")));
            step(() -> connection.sendText("two", true, null, callback("two")));
            closeCalled = true;
            step(() -> connection.close(CloseStatus.of(1000)));
            step(() -> connection.sendText("late", true, null, callback("late")));
            step(() -> memory.receive(Frames.close(1000, "", true)));
            step(memory::reset);
            runtime.advance(Duration.ofMillis(2));
        }

        void check(Fault fault, String what) {
            assertTrue(faulty, what);
            List<String> once = new ArrayList<>(completions);
            once.sort(null);
            sends.sort(null);
            assertEquals(sends, once, what);
            List<String> heard = new ArrayList<>(listener.take());
            boolean error = fault == Fault.THROW || (fault != Fault.ABORT && openAtFault);
            assertEquals(
                    error ? 1 : 0,
                    heard.stream().filter(event -> event.startsWith("error")).count(),
                    what + ": " + heard);
            assertEquals(
                    1, heard.stream().filter(event -> event.startsWith("close")).count(), what + ": " + heard);
            assertTrue(heard.get(heard.size() - 1).matches("close 1(006|000) ''"), what + ": " + heard);
            assertEquals(0, runtime.buffers().lent(), what);
            assertEquals(0, connection.bufferedAmount(), what);
            assertEquals(0, runtime.timers().scheduled(), what);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    @DisplayName("every SendCallback exactly once, onError and onClose exactly once, no buffer lost")
    void everyPosition(boolean inline, boolean completesLater) {
        Run sound = new Run(inline, completesLater, Fault.RESET, 0);
        sound.play();
        assertEquals(sound.sends.size(), sound.completions.size());
        int positions = sound.transport.writes();
        assertTrue(positions >= 9, "writes: " + positions);
        for (Fault fault : Fault.values()) {
            for (int position = 1; position <= positions; position++) {
                Run run = new Run(inline, completesLater, fault, position);
                run.play();
                run.check(fault, fault + " at write " + position);
            }
        }
    }

    @Test
    @DisplayName("a violation whose close frame can't be written is one error")
    void violationAndFault() {
        TestRuntime runtime = new TestRuntime();
        MemoryTransport memory = new MemoryTransport().runsCallbacks(true);
        RecordingListener listener = new RecordingListener();
        TappedTransport transport = new TappedTransport(memory, (number, buffers, count) -> {
            throw new IllegalStateException("defect");
        });
        ConnectionOptions options = ConnectionOptions.builder(Role.SERVER).build();
        new Connection(transport, options, NegotiatedExtensions.NONE, runtime, listener).start();
        runtime.runAll();
        memory.receive(Frames.text("not masked", false));
        runtime.runAll();
        assertEquals(
                List.of("open", "error EXPECTED_MASK", "close 1002 'a client must mask its frames'"), listener.take());
        assertTrue(memory.isClosed());
        assertEquals(0, runtime.buffers().lent());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    @DisplayName("the buffers of a write that did not finish are never used again: the container may read them yet")
    void buffersOfAFailedWrite(boolean finishes) {
        TestRuntime runtime = new TestRuntime();
        MemoryTransport memory = new MemoryTransport();
        Set<ByteBuffer> written = Collections.newSetFromMap(new IdentityHashMap<>());
        TappedTransport transport = new TappedTransport(memory, (number, buffers, count) -> {
            written.addAll(List.of(buffers).subList(0, count));
            return true;
        });
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER).build(),
                NegotiatedExtensions.NONE,
                runtime,
                new RecordingListener());
        connection.start();
        runtime.runAll();
        memory.window(1);
        connection.sendBinary(ByteBuffer.allocate(70_000), true, null, null);
        runtime.runAll();
        if (finishes) {
            memory.openWindow(MemoryTransport.UNLIMITED);
        }
        memory.abort();
        runtime.runAll();
        assertFalse(written.isEmpty());
        assertEquals(0, runtime.buffers().lent());
        boolean usedAgain = false;
        for (int i = 0; i < 4; i++) {
            usedAgain |= written.contains(runtime.buffers().borrow(BufferPool.SMALL));
            usedAgain |= written.contains(runtime.buffers().borrow(BufferPool.LARGE));
        }
        assertEquals(finishes, usedAgain);
    }
}
