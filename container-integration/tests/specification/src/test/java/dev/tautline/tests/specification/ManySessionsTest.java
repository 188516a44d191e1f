// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.TautlineContainer;
import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thousands of client sessions. */
class ManySessionsTest {
    private static final int SESSIONS = 2000;
    private static final AtomicInteger ECHOES = new AtomicInteger();
    private static final AtomicInteger CLOSES = new AtomicInteger();

    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of(Echo.class);

    /** Answers. */
    @ServerEndpoint("/echo")
    public static class Echo {
        @OnMessage
        public String message(String text) {
            return text;
        }
    }

    /** Counts. */
    @ClientEndpoint
    public static class Counting {
        @OnMessage
        public void message(String text) {
            ECHOES.incrementAndGet();
        }

        @OnClose
        public void close() {
            CLOSES.incrementAndGet();
        }
    }

    @Test
    @Section({"2.1.7", "6.1"})
    @DisplayName(
            "thousands of client sessions need a handful of threads; closing the container ends them all, threads too")
    void many() throws Exception {
        Set<String> before = threads();
        try (TautlineContainer container = new TautlineContainer()) {
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(container.connectToServer(Counting.class, APPLICATION.uri("/echo")));
            }
            for (Session session : sessions) {
                session.getAsyncRemote().sendText("hello", result -> {});
            }
            Await.until("every session has its echo", () -> ECHOES.get() == SESSIONS);
            Set<String> added = threads();
            added.removeAll(before);
            // Tomcat's own grow with the handshakes; idle sessions need none of them.
            added.removeIf(name -> name.startsWith("http-nio"));
            // A callback that runs long on a loaded machine costs a spare thread, of which there are 200 at most.
            assertTrue(added.size() < 250, added.size() + " threads: " + added);
        }
        Await.until("every session is closed", () -> CLOSES.get() == SESSIONS);
        assertEquals(SESSIONS, CLOSES.get());
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName() + "#" + thread.getId()));
        return names;
    }
}
