// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Role;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;

/** Many threads send, one closes or breaks the connection. */
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 200;

    @RepeatedTest(20)
    @DisplayName(
            "concurrent sends with a close or a reset: every callback exactly once, each thread's messages in order")
    void sendsAndClose() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        TestRuntime runtime = new TestRuntime(workers);
        MemoryTransport transport = new MemoryTransport();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        RecordingListener listener = new RecordingListener().onEach(event -> {
            if (event.startsWith("close")) {
                closed.complete(null);
            }
        });
        Connection connection = new Connection(
                transport,
                ConnectionOptions.builder(Role.SERVER).build(),
                NegotiatedExtensions.NONE,
                runtime,
                listener);
        connection.start();
        Random random = new Random();
        transport.completesLater(random.nextBoolean());
        AtomicIntegerArray completed = new AtomicIntegerArray(THREADS * MESSAGES);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int sender = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    int number = sender * MESSAGES + i;
                    connection.sendText(
                            sender + ":" + i, true, null, new Light(failure -> completed.incrementAndGet(number)));
                }
            }));
        }
        boolean breaks = random.nextBoolean();
        threads.add(new Thread(() -> {
            if (breaks) {
                transport.reset();
            } else {
                connection.close(CloseStatus.of(1000));
            }
        }));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        connection.terminate();
        // Its end may be left to a thread that is writing, and wants a worker then.
        closed.get(60, TimeUnit.SECONDS);
        workers.shutdown();
        assertTrue(workers.awaitTermination(20, TimeUnit.SECONDS));
        for (int i = 0; i < completed.length(); i++) {
            assertEquals(1, completed.get(i), "completions of message " + i);
        }
        int[] last = {-1, -1, -1, -1};
        for (String frame : transport.takeFrames().lines().toList()) {
            if (frame.startsWith("text")) {
                String[] parts = frame.substring(6, frame.length() - 1).split(":", -1);
                int sender = Integer.parseInt(parts[0]);
                int number = Integer.parseInt(parts[1]);
                assertTrue(number == last[sender] + 1, frame);
                last[sender] = number;
            }
        }
        List<String> heard = listener.take();
        assertEquals("open", heard.get(0));
        assertEquals(
                1, heard.stream().filter(event -> event.startsWith("close")).count());
        assertEquals(0, runtime.buffers().lent());
        assertEquals(0, connection.bufferedAmount());
    }
}
