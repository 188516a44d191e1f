// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.testkit.Frames;
import dev.tautline.tests.contract.application.Probe;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireFrame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every end is seen once by the session and ends TCP. */
interface CloseContract extends Contract {
    private static void assertClosed(Probe probe, int code, String reason) {
        CloseReason seen = probe.closeReason();
        assertEquals(code, seen.getCloseCode().getCode());
        assertEquals(reason, seen.getReasonPhrase());
        Await.until("the session is closed", () -> !probe.session().isOpen());
        assertEquals(1, probe.closes());
    }

    @Test
    default void theClientCloses() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.sendClose(4001, "bye for now");
            WireFrame answer = client.closeFrame();
            assertEquals(4001, answer.closeCode());
            client.expectEnd();
            assertClosed(probe, 4001, "bye for now");
        }
        assertEquals(List.of(), probe.errors());
    }

    @Test
    default void theClientClosesWithoutACode() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.send(Frames.close(true));
            assertEquals(0, client.closeFrame().payload().length);
            client.expectEnd();
            assertClosed(probe, 1005, "");
        }
    }

    @Test
    default void theServerCloses() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            probe.session().close(new CloseReason(CloseCodes.getCloseCode(4002), "server says"));
            WireFrame close = client.closeFrame();
            assertEquals(4002, close.closeCode());
            assertEquals("server says", close.closeReason());
            client.sendClose(4002, "");
            client.expectEnd();
            assertClosed(probe, 4002, "server says");
        }
        assertEquals(List.of(), probe.errors());
    }

    @Test
    default void theServerClosesInACallbackBehindItsLastWords() throws Exception {
        Probe probe = new Probe().onText((session, message) -> {
            session.getBasicRemote().sendText("last words");
            session.close(new CloseReason(CloseCodes.NORMAL_CLOSURE, "done"));
        });
        try (WireClient client = site().open(probe)) {
            client.sendText("go");
            assertEquals("last words", client.text());
            assertEquals("done", client.closeFrame().closeReason());
            client.sendClose(1000, "");
            client.expectEnd();
            assertClosed(probe, 1000, "done");
        }
    }

    @Test
    default void bothCloseAtOnce() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            Thread server = new Thread(() -> {
                try {
                    probe.session().close(new CloseReason(CloseCodes.NORMAL_CLOSURE, "crossing"));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            server.start();
            client.sendClose(1000, "crossing");
            assertEquals(1000, client.closeFrame().closeCode());
            client.expectEnd();
            server.join();
            assertClosed(probe, 1000, "crossing");
        }
    }

    @Test
    default void aResetIsAnAbnormalEnd() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.reset();
            assertClosed(probe, 1006, "");
        }
    }

    @Test
    @DisplayName("CVE-2017-2670: a reset in the middle of a frame ends the session")
    default void aResetInTheMiddleOfAFrame() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            byte[] frame = Frames.binary(new byte[1000], true);
            client.send(java.util.Arrays.copyOf(frame, 500));
            client.reset();
            assertClosed(probe, 1006, "");
        }
        site().echoes();
    }

    @Test
    default void aFinWithoutACloseFrameIsAnAbnormalEnd() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.shutdownOutput();
            assertClosed(probe, 1006, "");
            assertEquals(List.of(), probe.errors());
            client.expectGone();
        }
    }

    @Test
    default void messagesBeforeAFinAreSeen() throws Exception {
        Probe probe = new Probe();
        try (WireClient client = site().open(probe)) {
            client.sendText("one").sendText("two");
            client.shutdownOutput();
            assertEquals("one", probe.text());
            assertEquals("two", probe.text());
            assertClosed(probe, 1006, "");
            client.expectGone();
        }
    }

    @Test
    default void anEndIsSeenWhileACallbackBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Probe probe = new Probe().onText((session, message) -> {
            entered.countDown();
            release.await();
        });
        try (WireClient client = site().open(probe)) {
            client.sendText("block");
            entered.await();
            client.reset();
            Await.until("sends fail", () -> sendFails(probe));
            assertEquals(0, probe.closes(), "onClose waits for the callback");
            release.countDown();
            assertClosed(probe, 1006, "");
        } finally {
            release.countDown();
        }
    }

    private static boolean sendFails(Probe probe) {
        try {
            probe.session().getAsyncRemote().sendText("are you there?").get();
            return false;
        } catch (Exception e) {
            return true;
        }
    }

    @Test
    default void anIdleSessionIsClosed() throws Exception {
        Probe probe = new Probe().onOpen((session, subprotocol) -> session.setMaxIdleTimeout(150));
        try (WireClient client = site().open(probe)) {
            WireFrame close = client.closeFrame();
            assertEquals(1001, close.closeCode());
            client.sendClose(1001, "");
            client.expectEnd();
            assertClosed(probe, 1006, "idle timeout");
        }
    }

    @Test
    default void anIdlePeerThatDoesNotAnswerIsLeft() throws Exception {
        Probe probe = new Probe().onOpen((session, subprotocol) -> session.setMaxIdleTimeout(150));
        try (Site strict = start(application().with("dev.tautline.closeTimeout", "300"));
                WireClient client = strict.open(probe)) {
            assertEquals(1001, client.closeFrame().closeCode());
            client.expectGone();
            assertClosed(probe, 1006, "idle timeout");
        }
    }
}
