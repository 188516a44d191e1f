// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A callback may block. It delays only its own connection, and what it waits for comes. */
interface BlockingContract extends Contract {
    int LARGE = 1024 * 1024;
    int MANY = 48;

    @Test
    default void aCallbackMaySendToAPeerThatReadsLater() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> through = new CompletableFuture<>();
        Probe probe = new Probe().onText((session, message) -> sendMany(session, sent, through));
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            client.sendText("go");
            Await.until("the callback sends", () -> sent.get() > 0);
            long stuckAt = Await.untilStill("messages that the peer does not read", sent::get);
            assertTrue(stuckAt < MANY, "a blocking send blocks when the queue is full: " + stuckAt);
            site().echoes();
            for (int i = 0; i < MANY; i++) {
                assertArrayEquals(large(i), client.message().binary());
            }
            Await.result("the callback returns", through);
            client.closeCleanly();
        }
        assertEquals(List.of(), probe.errors());
    }

    private static void sendMany(Session session, AtomicInteger sent, CompletableFuture<Void> through) {
        // A session that has closed between two sends has no remote any more.
        RemoteEndpoint.Basic remote = session.getBasicRemote();
        try {
            for (int i = 0; i < MANY; i++) {
                remote.sendBinary(ByteBuffer.wrap(large(i)));
                sent.incrementAndGet();
            }
            through.complete(null);
        } catch (IOException e) {
            through.completeExceptionally(e);
        }
    }

    private static byte[] large(int number) {
        byte[] bytes = new byte[LARGE];
        java.util.Arrays.fill(bytes, (byte) (number + 1));
        return bytes;
    }

    @Test
    default void aBlockingSendEndsByTheSendTimeoutAndTheSessionWithIt() throws Exception {
        CompletableFuture<Void> through = new CompletableFuture<>();
        AtomicInteger sent = new AtomicInteger();
        Probe probe = new Probe().onText((session, message) -> sendMany(session, sent, through));
        try (Site impatient = start(application().with("dev.tautline.sendTimeout", "1000"));
                WireClient client =
                        impatient.webSocket(probe.path()).buffers(32 * 1024).open()) {
            client.sendText("go");
            Await.until("the send fails", through::isDone);
            Throwable failure = through.handle((none, cause) -> cause).join();
            assertInstanceOf(IOException.class, failure);
            assertEquals(1006, probe.closeReason().getCloseCode().getCode());
            client.expectGone();
            assertEquals(1, probe.closes());
            impatient.echoes();
        }
    }

    @Test
    default void aResetEndsABlockingSend() throws Exception {
        CompletableFuture<Void> through = new CompletableFuture<>();
        AtomicInteger sent = new AtomicInteger();
        Probe probe = new Probe().onText((session, message) -> sendMany(session, sent, through));
        try (WireClient client =
                site().webSocket(probe.path()).buffers(32 * 1024).open()) {
            client.sendText("go");
            Await.until("the callback sends", () -> sent.get() > 0);
            Await.untilStill("messages that the peer does not read", sent::get);
            client.reset();
            Await.until("the send fails", through::isDone);
            assertInstanceOf(
                    IOException.class, through.handle((none, cause) -> cause).join());
            assertEquals(1006, probe.closeReason().getCloseCode().getCode());
        }
    }

    @Test
    default void aCallbackMayWaitForAFutureOfItsOwnSession() throws Exception {
        CompletableFuture<Void> waited = new CompletableFuture<>();
        Probe probe = new Probe().onText((session, message) -> {
            for (int i = 0; i < 3; i++) {
                session.getAsyncRemote().sendText("part " + i).get(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            }
            CountDownLatch handled = new CountDownLatch(1);
            session.getAsyncRemote().sendText("handled", result -> handled.countDown());
            assertTrue(handled.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS), "SendHandler");
            waited.complete(null);
        });
        try (WireClient client = site().open(probe)) {
            client.sendText("go");
            Await.result("the waiting callback", waited);
            for (int i = 0; i < 3; i++) {
                assertEquals("part " + i, client.text());
            }
            assertEquals("handled", client.text());
            client.closeCleanly();
        }
        assertEquals(List.of(), probe.errors());
    }

    @Test
    default void pingsAreAnsweredWhileACallbackBlocks() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        Probe probe = new Probe().onText((session, message) -> {
            entered.countDown();
            release.await();
        });
        try (WireClient client = site().open(probe)) {
            client.sendText("block");
            assertTrue(entered.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
            client.send(Frames.ping("alive?", true));
            WireFrame pong = client.frame();
            assertEquals(WireFrame.PONG, pong.opcode());
            assertEquals("alive?", pong.text());
            release.countDown();
            client.closeCleanly();
        } finally {
            release.countDown();
        }
    }

    @Test
    default void blockedCallbacksDelayNobodyElse() throws Exception {
        // More than there are loops, selectors or threads that a container starts with.
        int count = 24;
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(count);
        List<WireClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Probe probe = new Probe().onText((session, message) -> {
                    entered.countDown();
                    release.await();
                    session.getBasicRemote().sendText("released");
                });
                WireClient client = site().open(probe);
                clients.add(client);
                client.sendText("block");
            }
            assertTrue(entered.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS), "all block at once");
            for (int i = 0; i < 10; i++) {
                site().echoes();
            }
            release.countDown();
            for (WireClient client : clients) {
                assertEquals("released", client.text());
                client.closeCleanly();
            }
        } finally {
            release.countDown();
            clients.forEach(WireClient::close);
        }
    }

    @Test
    default void onOpenMayBlockAndMessagesWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Probe probe = new Probe().onOpen((session, subprotocol) -> {
            session.addMessageHandler(PongMessage.class, pong -> {});
            release.await();
        });
        try (WireClient client =
                site().webSocket(probe.path()).early(Frames.text("first", true)).open()) {
            site().echoes();
            release.countDown();
            assertEquals("first", probe.text());
            client.closeCleanly();
        } finally {
            release.countDown();
        }
    }
}
