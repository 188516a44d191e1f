// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads on one session: nothing throws because another one sends, and nothing is mixed. */
class ConcurrentSendingTest {
    private static final int EACH = 60;

    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    /** A thread's way to send a message. */
    @FunctionalInterface
    private interface Way {
        void send(Session session, String message) throws Exception;
    }

    private static final Map<String, Way> WAYS = new TreeMap<>(Map.of(
            "basic text",
            (session, message) -> session.getBasicRemote().sendText(message),
            "basic binary",
            (session, message) -> session.getBasicRemote().sendBinary(bytes(message)),
            "partial text",
            ConcurrentSendingTest::inParts,
            "partial binary",
            ConcurrentSendingTest::inBinaryParts,
            "writer",
            ConcurrentSendingTest::written,
            "stream",
            ConcurrentSendingTest::streamed,
            "future",
            (session, message) -> {
                Future<Void> sent = session.getAsyncRemote().sendText(message);
                Await.result("a send", sent);
            },
            "handler",
            ConcurrentSendingTest::handled,
            "object",
            (session, message) -> session.getBasicRemote().sendObject(message),
            "ping",
            (session, message) -> session.getBasicRemote().sendPing(bytes(message.substring(0, 20)))));

    private static ByteBuffer bytes(String message) {
        return ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII));
    }

    private static void inParts(Session session, String message) throws Exception {
        RemoteEndpoint.Basic remote = session.getBasicRemote();
        int third = message.length() / 3;
        remote.sendText(message.substring(0, third), false);
        remote.sendText(message.substring(third, 2 * third), false);
        remote.sendText(message.substring(2 * third), true);
    }

    private static void inBinaryParts(Session session, String message) throws Exception {
        RemoteEndpoint.Basic remote = session.getBasicRemote();
        int half = message.length() / 2;
        remote.sendBinary(bytes(message.substring(0, half)), false);
        remote.sendBinary(bytes(message.substring(half)), true);
    }

    private static void written(Session session, String message) throws Exception {
        try (Writer writer = session.getBasicRemote().getSendWriter()) {
            for (int at = 0; at < message.length(); at += 400) {
                writer.write(message, at, Math.min(400, message.length() - at));
                writer.flush();
            }
        }
    }

    private static void streamed(Session session, String message) throws Exception {
        try (OutputStream stream = session.getBasicRemote().getSendStream()) {
            byte[] all = bytes(message).array();
            for (int at = 0; at < all.length; at += 700) {
                stream.write(all, at, Math.min(700, all.length - at));
                stream.flush();
            }
        }
    }

    private static void handled(Session session, String message) throws Exception {
        java.util.concurrent.CompletableFuture<Boolean> done = new java.util.concurrent.CompletableFuture<>();
        session.getAsyncRemote().sendBinary(bytes(message), result -> done.complete(result.isOK()));
        if (!Await.result("a send", done)) {
            throw new IllegalStateException("A send failed");
        }
    }

    /** A message whose every character tells of the others. */
    private static String message(String way, int number) {
        String head = "%-14s %04d ".formatted(way, number);
        char fill = (char) ('a' + (way.hashCode() & 0x7fff) % 26);
        return head + String.valueOf(fill).repeat(10 + number * 37);
    }

    @Test
    @Section("2.1.4")
    @DisplayName(
            "streams, writers and fragments of several threads are messages of their own; a thread's own two are an error")
    void messagesInParts() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = end == pair.server() ? pair.client() : pair.server();
                RemoteEndpoint.Basic remote = end.session().getBasicRemote();
                Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
                Writer first = remote.getSendWriter();
                first.write("first");
                first.flush();
                start(() -> send(remote, "second"), thrown);
                start(() -> send(remote, "third"), thrown);
                assertThrows(IllegalStateException.class, () -> remote.sendText("mine", false));
                assertThrows(IllegalStateException.class, () -> remote.sendBinary(ByteBuffer.allocate(1), false));
                first.write(" goes on");
                first.close();
                assertEquals("first goes on", peer.text());
                Set<String> others = new TreeSet<>();
                others.add(peer.text());
                others.add(peer.text());
                assertEquals(Set.of("second", "third"), others);
                assertEquals(List.of(), List.copyOf(thrown));
            }
        }
    }

    private static Void send(RemoteEndpoint.Basic remote, String text) throws IOException {
        try (Writer writer = remote.getSendWriter()) {
            writer.write(text.substring(0, 2));
            writer.flush();
            writer.write(text.substring(2));
        }
        return null;
    }

    @Test
    @Section({"2.1.4", "5.1"})
    @DisplayName("ten threads send in ten ways on one session, from both ends at once")
    void all() throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            CountDownLatch go = new CountDownLatch(1);
            Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
            for (Recorder end : pair.ends()) {
                WAYS.forEach((name, way) -> start(
                        () -> {
                            go.await();
                            for (int i = 0; i < EACH; i++) {
                                way.send(end.session(), message(name, i));
                            }
                            return null;
                        },
                        thrown));
            }
            go.countDown();
            for (Recorder end : pair.ends()) {
                check(end, thrown);
            }
            assertEquals(List.of(), List.copyOf(thrown));
        }
    }

    private static void start(java.util.concurrent.Callable<Void> sender, Queue<Throwable> thrown) {
        Thread thread = new Thread(() -> {
            try {
                sender.call();
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Each way's messages have come whole and in their order, as have the pongs to the pings of this end. */
    private static void check(Recorder end, Queue<Throwable> thrown) {
        Map<String, Integer> next = new TreeMap<>();
        for (int i = 0; i < WAYS.size() * EACH; i++) {
            Object message;
            try {
                message = end.message();
            } catch (AssertionError e) {
                thrown.forEach(e::addSuppressed);
                throw e;
            }
            String text = text(message);
            String way = text.substring(0, 14).trim();
            int number = next.merge(way, 1, Integer::sum) - 1;
            String expected = message(way, number);
            assertEquals(way.equals("ping") ? expected.substring(0, 20) : expected, text);
        }
        assertEquals(WAYS.keySet(), next.keySet());
        next.forEach((way, count) -> assertEquals(EACH, count, way));
    }

    private static String text(Object message) {
        if (message instanceof String text) {
            return text;
        }
        if (message instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        return StandardCharsets.US_ASCII
                .decode(((jakarta.websocket.PongMessage) message).getApplicationData())
                .toString();
    }
}
