// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions end. */
class ClosingTest {
    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.of();

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 4999})
    @Section("2.1.5")
    @DisplayName("the peer's code and reason reach onClose of both ends, once, whoever closes")
    void codes(int code) throws Exception {
        for (boolean byServer : new boolean[] {true, false}) {
            Pair pair = Pair.open(APPLICATION);
            Recorder closing = byServer ? pair.server() : pair.client();
            closing.session().close(new CloseReason(CloseCodes.getCloseCode(code), "b\u00e9cause"));
            for (Recorder end : pair.ends()) {
                assertEquals(code, end.closeCode());
                assertEquals("b\u00e9cause", end.closeReason().getReasonPhrase());
                assertEquals(1, end.closes());
                assertEquals(List.of(), end.errors());
            }
        }
    }

    @Test
    @Section("2.1.5")
    @DisplayName("close() is 1000; an empty close frame is 1005")
    void normal() throws Exception {
        Pair pair = Pair.open(APPLICATION);
        pair.client().session().close();
        assertEquals(1000, pair.client().closeCode());
        assertEquals(1000, pair.server().closeCode());
        Pair silent = Pair.open(APPLICATION);
        silent.client().session().close(new CloseReason(CloseCodes.NO_STATUS_CODE, null));
        assertEquals(1005, silent.server().closeCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1004, 1006, 1015, 2999, 5000})
    @Section("2.1.5")
    @DisplayName("a code that no close frame can carry is refused, and the session goes on")
    void impossible(int code) throws Exception {
        try (Pair pair = Pair.open(APPLICATION)) {
            for (Recorder end : pair.ends()) {
                CloseReason reason = new CloseReason(() -> code, "no");
                assertThrows(IllegalArgumentException.class, () -> end.session().close(reason));
                assertTrue(end.session().isOpen());
            }
        }
    }

    @Test
    @Section("2.1.5")
    @DisplayName("isOpen is true inside onClose, false after it; the session's data can still be read there")
    void openInOnClose() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Recorder.Reaction<CloseReason> look =
                (session, reason) -> seen.add(session.isOpen() + " " + session.getProtocolVersion() + " "
                        + session.getUserProperties().get("name"));
        for (boolean byServer : new boolean[] {true, false}) {
            Pair pair = Pair.open(APPLICATION, new Recorder().onClose(look), new Recorder().onClose(look));
            for (Recorder end : pair.ends()) {
                end.session().getUserProperties().put("name", "value");
            }
            (byServer ? pair.server() : pair.client()).session().close();
            for (Recorder end : pair.ends()) {
                end.closeReason();
                assertEquals("true 13 value", Recorder.next("onClose", seen));
                Await.until("the session is closed", () -> !end.session().isOpen());
            }
        }
    }

    @Test
    @Section("2.1.5")
    @DisplayName("the peer's close frame has been answered and ours been sent when onClose runs; it may take its time")
    void closeFrameFirst() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Recorder server = new Recorder().onClose((session, reason) -> go.await());
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(server)).open()) {
            server.session().close(new CloseReason(CloseCodes.GOING_AWAY, "bye"));
            WireFrame close = client.closeFrame();
            assertEquals(1001, close.closeCode());
            client.sendClose(1001, "");
        } finally {
            go.countDown();
        }
        assertEquals(1001, server.closeCode());
        assertEquals("bye", server.closeReason().getReasonPhrase());
    }

    @Test
    @Section("2.1.5")
    @DisplayName("many threads close from both ends at once: onClose once on each, with one of the reasons")
    void together() throws Exception {
        Pair pair = Pair.open(APPLICATION);
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Recorder end = pair.ends().get(i % 2);
            int code = 4000 + i;
            CompletableFuture<Void> done = new CompletableFuture<>();
            closers.add(done);
            Thread closer = new Thread(() -> {
                try {
                    go.await();
                    end.session().close(new CloseReason(CloseCodes.getCloseCode(code), "by " + code));
                    done.complete(null);
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
            closer.setDaemon(true);
            closer.start();
        }
        go.countDown();
        for (CompletableFuture<Void> closer : closers) {
            Await.result("a close", closer);
        }
        for (Recorder end : pair.ends()) {
            int code = end.closeCode();
            assertTrue(code >= 4000 && code < 4008, "closed with " + code);
            assertEquals("by " + code, end.closeReason().getReasonPhrase());
            assertEquals(List.of("open", "close"), end.order());
        }
    }

    @Test
    @Section("2.1.5")
    @DisplayName("a session may close in onOpen and in a message handler; what was sent before arrives before")
    void inCallbacks() throws Exception {
        Recorder opening = new Recorder().alsoOnOpen((session, config) -> {
            session.getBasicRemote().sendText("welcome");
            session.close(new CloseReason(CloseCodes.TRY_AGAIN_LATER, "full"));
        });
        Recorder client = new Recorder();
        Pair.connect(client, APPLICATION.uri(APPLICATION.serve(opening)));
        assertEquals("welcome", client.text());
        assertEquals(1013, client.closeCode());
        assertEquals(1013, opening.closeCode());
        assertEquals(List.of("open", "close"), opening.order());
        Recorder handling = new Recorder().onText((session, text) -> {
            session.getAsyncRemote().sendText("last words", result -> {});
            session.close();
        });
        Pair pair = Pair.open(APPLICATION, handling, new Recorder());
        pair.client().session().getBasicRemote().sendText("go");
        assertEquals("last words", pair.client().text());
        assertEquals(1000, pair.client().closeCode());
        assertEquals(1000, handling.closeCode());
        assertEquals(1, handling.closes());
    }

    @Test
    @Section("2.1.5")
    @DisplayName("the idle timeout of the session or of the container ends it: 1006 to its own onClose")
    void idle() throws Exception {
        Pair pair = Pair.open(APPLICATION);
        pair.server().session().setMaxIdleTimeout(50);
        assertEquals(1006, pair.server().closeCode());
        assertFalse(pair.server().closeReason().getReasonPhrase().isEmpty(), "a suitable reason");
        pair.client().closeReason();
        assertEquals(1, pair.server().closes());
        Pair other = Pair.open(APPLICATION);
        other.client().session().setMaxIdleTimeout(50);
        assertEquals(1006, other.client().closeCode());
        other.server().closeReason();
    }

    @Test
    @Section("2.1.5")
    @DisplayName("a connection that is cut is 1006 on both ends")
    void cut() throws Exception {
        Recorder server = new Recorder();
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(server)).open()) {
            server.session();
            client.reset();
        }
        assertEquals(1006, server.closeCode());
        Recorder other = new Recorder();
        try (WireClient client = APPLICATION.wire(APPLICATION.serve(other)).open()) {
            other.session();
            client.shutdownOutput();
            assertEquals(1006, other.closeCode());
        }
        assertEquals(1, server.closes() * other.closes());
    }

    @Test
    @Section({"2.1.5", "6.2"})
    @DisplayName("undeploying closes with 1001 on both ends, before the application's classes go")
    void undeploy() throws Exception {
        try (WebApplication application = WebApplication.of()) {
            Pair one = Pair.open(application);
            Pair two = Pair.open(application);
            application.undeploy();
            for (Recorder end : List.of(one.server(), one.client(), two.server(), two.client())) {
                assertEquals(1001, end.closeCode());
                assertEquals(1, end.closes());
            }
        }
    }

    @Test
    @Section("2.1.5")
    @DisplayName("a server that stops closes with 1001")
    void stop() throws Exception {
        Pair pair;
        try (WebApplication application = WebApplication.of()) {
            pair = Pair.open(application);
        }
        assertEquals(1001, pair.server().closeCode());
        assertEquals(1001, pair.client().closeCode());
    }
}
