// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import dev.tautline.tests.contract.wire.WireMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many connections at once, and many threads on one session. */
interface ConcurrencyContract extends Contract {
    @Test
    default void manyConnectionsEachGetTheirOwn() throws Exception {
        int connections = 48;
        int rounds = 20;
        Site site = site();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                String name = "connection " + i;
                all.add(CompletableFuture.runAsync(() -> converse(site, name, rounds), threads));
            }
            for (CompletableFuture<Void> one : all) {
                Await.result("a conversation", one);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void converse(Site site, String name, int rounds) {
        try (WireClient client = site.open("/echo")) {
            for (int i = 0; i < rounds; i++) {
                String message = name + ", round " + i + " " + "-".repeat(i * 97);
                assertEquals(message, client.sendText(message).text());
            }
            client.closeCleanly();
        }
    }

    @Test
    default void manyThreadsSendOnOneSession() throws Exception {
        int threads = 8;
        int each = 150;
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger senders = new AtomicInteger(threads);
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            for (int i = 0; i < threads; i++) {
                int sender = i;
                new Thread(
                                () -> {
                                    try {
                                        go.await();
                                        sendAll(probe.session(), sender, each);
                                    } catch (Throwable e) {
                                        thrown.add(e);
                                    } finally {
                                        senders.decrementAndGet();
                                    }
                                },
                                "sender-" + i)
                        .start();
            }
            go.countDown();
            int[] next = new int[threads];
            for (int i = 0; i < threads * each; i++) {
                WireMessage message = client.message();
                String text = new String(message.payload(), StandardCharsets.UTF_8);
                String[] parts = text.split(" ", 3);
                int sender = Integer.parseInt(parts[0]);
                assertEquals(next[sender]++, Integer.parseInt(parts[1]), "order of sender " + sender);
                assertEquals(content(sender, next[sender] - 1), text);
                assertEquals(sender % 2 == 0 ? WireFrame.TEXT : WireFrame.BINARY, message.opcode());
            }
            Await.until("all senders are through", () -> senders.get() == 0);
            assertEquals(List.of(), List.copyOf(thrown));
            client.closeCleanly();
        }
        assertEquals(List.of(), probe.errors());
    }

    private static void sendAll(Session session, int sender, int count) throws Exception {
        List<java.util.concurrent.Future<Void>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String content = content(sender, i);
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            // All four: Basic and Async, text and binary.
            switch (sender % 4) {
                case 0 -> session.getBasicRemote().sendText(content);
                case 1 -> session.getBasicRemote().sendBinary(bytes);
                case 2 -> sent.add(session.getAsyncRemote().sendText(content));
                default -> sent.add(session.getAsyncRemote().sendBinary(bytes));
            }
        }
        for (java.util.concurrent.Future<Void> one : sent) {
            one.get(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static String content(int sender, int number) {
        return sender + " " + number + " " + "x".repeat(sender * 331 + number % 7 * 53);
    }

    @Test
    default void sendsAndCloseMayRace() throws Exception {
        for (int round = 0; round < 10; round++) {
            Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
            Probe probe = new Probe();
            try (WireClient client = site().open(probe)) {
                Thread sender = new Thread(() -> {
                    try {
                        while (true) {
                            probe.session().getBasicRemote().sendText("still here");
                        }
                    } catch (IOException | IllegalStateException e) {
                        // The session has closed under the send, which says so in one of these two ways.
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                });
                sender.start();
                assertEquals("still here", client.text());
                probe.session().close();
                WireFrame close = client.closeFrame();
                assertEquals(1000, close.closeCode());
                client.sendClose(1000, "");
                client.expectEnd();
                sender.join(Await.DEADLINE.toMillis());
                assertTrue(!sender.isAlive(), "the sender hears of the close");
            }
            assertEquals(List.of(), List.copyOf(thrown));
            assertEquals(1000, probe.closeReason().getCloseCode().getCode());
        }
    }

    @Test
    default void callbacksOfOneSessionRunOneAtATimeAndInOrder() throws Exception {
        int count = 300;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> seen = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(count);
        Probe probe = new Probe().onText((session, message) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            seen.add(message);
            inside.decrementAndGet();
            all.countDown();
        });
        try (WireClient client = site().open(probe)) {
            byte[][] frames = new byte[count][];
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                expected.add("number " + i);
                frames[i] = Frames.text("number " + i, true);
            }
            client.send(Frames.join(frames));
            assertTrue(all.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS), "all messages are seen");
            assertEquals(1, most.get());
            assertEquals(expected, List.copyOf(seen));
            client.closeCleanly();
        }
    }
}
