// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tautline.internal.connection.SendCallback;
import dev.tautline.spec.CloseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connections on real sockets and event loops: callbacks run on the loops, and may block. */
class ChannelConversationTest {
    private final EngineRuntime runtime = EngineRuntime.acquire(this);

    @AfterEach
    void release() {
        EngineRuntime.release(this);
        assertEquals(0, runtime.buffers().lent());
        assertEquals(0, runtime.loops().metrics().connections());
    }

    private static SendCallback light(CompletableFuture<String> done) {
        return new SendCallback() {
            @Override
            public void onComplete(@Nullable Throwable failure) {
                done.complete(String.valueOf(failure));
            }

            @Override
            public boolean mayBlock() {
                return false;
            }
        };
    }

    @Test
    @DisplayName("messages, parts, pings and the closing handshake, both ways")
    void conversation() throws Exception {
        for (boolean byClient : new boolean[] {true, false}) {
            Talk talk = new Talk(runtime);
            for (Talk.End from : new Talk.End[] {talk.client, talk.server}) {
                Talk.End to = from == talk.client ? talk.server : talk.client;
                String large = "ü".repeat(300_000);
                from.connection.sendText(large, true, null, null);
                from.connection.sendTextPart("a", false, true, null, null);
                from.connection.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true, null, null);
                from.connection.sendTextPart("b", true, true, null, null);
                to.hears("text " + large, "text ab", "binary 0102");
                from.connection.ping(ByteBuffer.wrap(new byte[] {3}), null);
                to.hears("ping 03");
                from.hears("pong 03");
            }
            Talk.End closing = byClient ? talk.client : talk.server;
            closing.connection.close(new CloseStatus(3000, "done"));
            talk.client.hears("close 3000 'done' clean");
            talk.server.hears("close 3000 'done' clean");
            Talk.await("both sockets closed", () -> runtime.loops().metrics().connections() == 0);
        }
    }

    @Test
    @DisplayName(
            "a callback that blocks for long: what it has sent leaves, pings are answered, others are served, order holds")
    void longCallback() throws Exception {
        Talk slow = new Talk(runtime);
        CountDownLatch gate = new CountDownLatch(1);
        slow.server.onEach(event -> {
            if (event.equals("text slow")) {
                slow.server.connection.sendText("corked", true, null, null);
                waitFor(gate);
            }
            if (event.startsWith("text next")) {
                slow.server.connection.sendText("re " + event, true, null, null);
            }
        });
        slow.client.connection.sendText("slow", true, null, null);
        slow.server.hears("text slow");
        slow.client.hears("text corked");
        for (int i = 0; i < 50; i++) {
            slow.client.connection.sendText("next " + i, true, null, null);
            slow.client.connection.ping(ByteBuffer.wrap(new byte[] {(byte) i}), null);
            slow.client.hears("pong %02x".formatted(i));
        }
        // More connections than loops: one of them shares the loop of the blocked callback.
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            Talk other = new Talk(runtime);
            other.client.connection.sendText("hello", true, null, null);
            other.server.hears("text hello");
        }
        assertEquals(0, slow.server.heardSoFar().size());
        gate.countDown();
        for (int i = 0; i < 50; i++) {
            slow.server.hears("text next " + i, "ping %02x".formatted(i));
            slow.client.hears("text re text next " + i);
        }
    }

    private static void waitFor(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("the read-ahead beside a blocked callback is bounded: the sender is held back, and everything arrives")
    void readAhead() throws Exception {
        Talk talk = new Talk(runtime);
        CountDownLatch gate = new CountDownLatch(1);
        talk.server.onEach(event -> {
            if (event.equals("text slow")) {
                waitFor(gate);
            }
        });
        talk.client.connection.sendText("slow", true, null, null);
        talk.server.hears("text slow");
        byte[] chunk = new byte[256 * 1024];
        int count = 60;
        for (int i = 0; i < count; i++) {
            chunk[0] = (byte) i;
            talk.client.connection.sendBinary(ByteBuffer.wrap(chunk), true, null, null);
        }
        CompletableFuture<String> last = new CompletableFuture<>();
        talk.client.connection.sendText("last", true, null, light(last));
        Talk.await("the sender is held back", () -> talk.client.connection.bufferedAmount() > 0);
        assertFalse(last.isDone());
        gate.countDown();
        assertEquals("null", last.get(20, TimeUnit.SECONDS));
        String tail = "00".repeat(chunk.length - 1);
        for (int i = 0; i < count; i++) {
            talk.server.hears("binary %02x".formatted(i) + tail);
        }
        talk.server.hears("text last");
    }

    @Test
    @DisplayName("a blocking send inside a callback waits for room; its loop and the other connections go on")
    void blockingSend() throws Exception {
        Talk talk = new Talk(runtime, options -> options.outboundLimit(64 * 1024));
        AtomicReference<Thread> sender = new AtomicReference<>();
        byte[] chunk = new byte[64 * 1024];
        int count = 200;
        talk.server.onEach(event -> {
            if (event.equals("text go")) {
                sender.set(Thread.currentThread());
                try {
                    for (int i = 0; i < count; i++) {
                        talk.server.connection.sendBinaryBlocking(ByteBuffer.wrap(chunk), true);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        talk.client.connection.pause();
        talk.client.connection.sendText("go", true, null, null);
        talk.server.hears("text go");
        Talk.await("the callback waits", () -> {
            Thread thread = sender.get();
            return thread != null && thread.getState() == Thread.State.WAITING;
        });
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            Talk other = new Talk(runtime);
            other.client.connection.sendText("hello", true, null, null);
            other.server.hears("text hello");
        }
        talk.client.connection.resume();
        String expected = "binary " + "00".repeat(chunk.length);
        for (int i = 0; i < count; i++) {
            talk.client.hears(expected);
        }
    }

    @Test
    @DisplayName("a callback waits for the completion of its own sends, on the loop and on a worker")
    void waitsForItself() throws Exception {
        Talk talk = new Talk(runtime);
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<String> blocking = new CompletableFuture<>();
        talk.server.onEach(event -> {
            if (event.equals("text go")) {
                CompletableFuture<String> own = new CompletableFuture<>();
                CompletableFuture<String> onWorker = new CompletableFuture<>();
                talk.server.connection.sendText("one", true, null, light(own));
                talk.server.connection.sendText(
                        "two", true, null, failure -> onWorker.complete(String.valueOf(failure)));
                seen.complete(own.join());
                blocking.complete(onWorker.join());
            }
        });
        talk.client.connection.sendText("go", true, null, null);
        assertEquals("null", seen.get(20, TimeUnit.SECONDS));
        assertEquals("null", blocking.get(20, TimeUnit.SECONDS));
        talk.client.hears("text one", "text two");
    }

    @Test
    @DisplayName("a reset by the peer while a callback blocks ends the connection once the callback has returned")
    void terminatedMeanwhile() throws Exception {
        Talk talk = new Talk(runtime);
        CountDownLatch gate = new CountDownLatch(1);
        talk.server.onEach(event -> {
            if (event.equals("text slow")) {
                waitFor(gate);
            }
        });
        talk.client.connection.sendText("slow", true, null, null);
        talk.server.hears("text slow");
        talk.client.connection.terminate();
        talk.client.hears("close 1006 ''");
        CompletableFuture<String> sent = new CompletableFuture<>();
        Talk.await(
                "the end is seen beside the callback",
                () -> runtime.loops().metrics().connections() == 0);
        talk.server.connection.sendText("late", true, null, light(sent));
        assertEquals("java.nio.channels.ClosedChannelException", sent.get(20, TimeUnit.SECONDS));
        gate.countDown();
        Talk.await("onClose", () -> talk.server.heardSoFar().contains("close 1006 ''"));
    }
}
