// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.PongMessage;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When callbacks run. */
class ThreadingTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    @Test
    @Section("5.1")
    @DisplayName("an endpoint is called by one thread at a time per peer, whatever arrives, in the order of arrival")
    void oneAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Recorder server = new Recorder();
        server.onOpen((session, config) -> {
            session.addMessageHandler(String.class, (String text) -> enter(inside, most, server, text));
            session.addMessageHandler(
                    ByteBuffer.class, (ByteBuffer bytes) -> enter(inside, most, server, "binary " + bytes.get()));
            session.addMessageHandler(
                    PongMessage.class,
                    (PongMessage pong) -> enter(
                            inside,
                            most,
                            server,
                            "pong " + pong.getApplicationData().get()));
        });
        server.onClose((session, reason) -> enter(inside, most, server, "close"));
        Pair pair = Pair.open(APPLICATION, server, new Recorder());
        RemoteEndpoint.Async remote = pair.client().session().getAsyncRemote();
        List<String> expected = new ArrayList<>();
        for (byte i = 0; i < 60; i++) {
            remote.sendText("text " + i, result -> {});
            remote.sendBinary(ByteBuffer.wrap(new byte[] {i}), result -> {});
            expected.add("text " + i);
            expected.add("binary " + i);
        }
        pair.client().session().getBasicRemote().sendText("end");
        expected.add("end");
        pair.close();
        expected.add("close");
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            heard.add(server.text());
        }
        assertEquals(expected, heard);
        assertEquals(1, most.get());
    }

    private static void enter(AtomicInteger inside, AtomicInteger most, Recorder server, String what) {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        server.add(what);
        inside.decrementAndGet();
    }

    @Test
    @Section("5.1")
    @DisplayName("messages and close that arrive while onOpen runs wait for its end")
    void openFirst() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        Recorder server = new Recorder()
                .alsoOnOpen((session, config) -> {
                    assertTrue(go.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
                    order.add("opened");
                })
                .onText((session, text) -> order.add(text))
                .onClose((session, reason) -> order.add("closed"));
        Recorder client = new Recorder();
        Pair.connect(client, APPLICATION.uri(APPLICATION.serve(server)));
        client.session().getBasicRemote().sendText("message");
        client.session().close();
        server.session();
        assertEquals(List.of(), order);
        go.countDown();
        server.closeReason();
        assertEquals(List.of("opened", "message", "closed"), order);
    }

    @Test
    @Section("5.1")
    @DisplayName("callbacks of different peers run at the same time; one that blocks delays no other")
    void together() throws Exception {
        int peers = 5;
        CyclicBarrier barrier = new CyclicBarrier(peers);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            Recorder server = new Recorder().onText((session, text) -> {
                barrier.await(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                session.getBasicRemote().sendText("met");
            });
            pairs.add(Pair.open(APPLICATION, server, new Recorder()));
        }
        for (Pair pair : pairs) {
            pair.client().session().getBasicRemote().sendText("go");
        }
        for (Pair pair : pairs) {
            assertEquals("met", pair.client().text());
            pair.close();
        }
    }

    @Test
    @Section("5.1")
    @DisplayName("parts come one after the other and never between those of another message")
    void parts() throws Exception {
        Recorder server = new Recorder();
        server.onOpen((session, config) -> {
            session.addMessageHandler(String.class, (part, last) -> server.add("t " + part + last));
            session.addMessageHandler(byte[].class, (byte[] bytes) -> server.add("binary"));
        });
        try (Pair pair = Pair.open(APPLICATION, server, new Recorder())) {
            Session client = pair.client().session();
            for (int message = 0; message < 20; message++) {
                for (int part = 0; part < 3; part++) {
                    client.getBasicRemote().sendText(message + "." + part + " ", part == 2);
                }
                client.getBasicRemote().sendBinary(ByteBuffer.allocate(10));
            }
            StringBuilder heard = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int message = 0; message < 20; message++) {
                expected.append(message + ".0 " + message + ".1 " + message + ".2 |binary|");
                for (String next = server.text(); !next.equals("binary"); next = server.text()) {
                    heard.append(next.replace("t ", "").replace("false", "").replace("true", "|"));
                }
                heard.append("binary|");
            }
            assertEquals(expected.toString(), heard.toString());
        }
    }

    @Test
    @Section("5.1")
    @DisplayName("the application's class loader is the context class loader in every callback and completion")
    void contextClassLoader() throws Exception {
        ClassLoader application = APPLICATION.servletContext().getClassLoader();
        Recorder server = new Recorder();
        server.alsoOnOpen((session, config) -> server.add(Thread.currentThread().getContextClassLoader()));
        server.onText((session, text) -> {
            server.add(Thread.currentThread().getContextClassLoader());
            session.getAsyncRemote()
                    .sendText("x", result -> server.add(Thread.currentThread().getContextClassLoader()));
        });
        server.onClose((session, reason) -> server.add(Thread.currentThread().getContextClassLoader()));
        Pair pair = Pair.open(APPLICATION, server, new Recorder());
        pair.client().session().getBasicRemote().sendText("go");
        for (int i = 0; i < 3; i++) {
            assertEquals(application, server.message());
        }
        pair.close();
        assertEquals(application, server.message());
    }

    @Test
    @Section({"2.1.4", "5.1"})
    @DisplayName("a callback may wait for the Future of its own send, on both sides")
    void waitInCallback() throws Exception {
        Recorder server = waiting();
        Recorder client = waiting();
        try (Pair pair = Pair.open(APPLICATION, server, client)) {
            for (Recorder end : pair.ends()) {
                Recorder peer = end == server ? client : server;
                end.session().getBasicRemote().sendText("please answer");
                assertEquals("done", peer.text());
            }
            assertEquals(List.of(), server.errors());
            assertEquals(List.of(), client.errors());
        }
    }

    private static Recorder waiting() {
        Recorder end = new Recorder();
        return end.onText((session, text) -> {
            if (!text.startsWith("please")) {
                return;
            }
            for (int i = 0; i < 5; i++) {
                Future<Void> send = session.getAsyncRemote().sendText("answer " + i);
                try {
                    send.get(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
            end.add("done");
        });
    }
}
