// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.spec.BroadcastResult;
import dev.tautline.testkit.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room();
    private final MemorySocket one = MemorySocket.open();
    private final MemorySocket other = MemorySocket.open();

    @Test
    void broadcastsToItsMembersOnly() {
        MemorySocket stranger = MemorySocket.open();
        room.add(one.socket);
        room.add(other.socket);
        assertEquals(new BroadcastResult(2, 0, 0, 0), room.broadcast("hi"));
        assertEquals("text \"hi\"", one.sent());
        assertEquals("text \"hi\"", other.sent());
        assertEquals("", stranger.sent());
    }

    @Test
    @DisplayName("1.12-05 broadcast to all but the sender")
    void leavesOutTheSender() {
        room.add(one.socket);
        room.add(other.socket);
        assertEquals(new BroadcastResult(1, 0, 0, 0), room.broadcastExcept(one.socket, "from one"));
        assertEquals("", one.sent());
        assertEquals("text \"from one\"", other.sent());
        room.broadcastExcept(other.socket, ByteBuffer.wrap(new byte[] {1, 2}));
        assertEquals("binary 0102", one.sent());
        assertEquals("", other.sent());
    }

    @Test
    void asksTheFilterForEachMember() {
        one.socket.attach("vip");
        room.add(one.socket);
        room.add(other.socket);
        room.broadcast(
                Message.of("for vips"),
                member -> member instanceof WebSocket socket && "vip".equals(socket.attachment()));
        assertEquals("text \"for vips\"", one.sent());
        assertEquals("", other.sent());
    }

    @Test
    void isLeftByWhoCloses() {
        room.add(one.socket);
        room.add(other.socket);
        List<Set<Receiver>> seenAtClose = new ArrayList<>();
        one.socket.onClose((socket, event) -> {
            seenAtClose.add(Set.copyOf(room.members()));
            room.broadcast("one has left");
        });
        one.receive(Frames.close(1000, "", true));
        one.transport.eof();
        one.runtime.runAll();
        assertEquals(List.of(Set.of(other.socket)), seenAtClose);
        assertEquals(Set.of(other.socket), room.members());
        assertEquals("text \"one has left\"", other.sent());
    }

    @Test
    void isLeftByAClientThatNeverOpens() {
        MemorySocket never = MemorySocket.connecting();
        assertTrue(room.add(never.socket));
        assertEquals(new BroadcastResult(0, 0, 0, 1), room.broadcast("too early"));
        never.socket.state().failed(new WebSocketException("", "refused", null));
        assertTrue(room.isEmpty());
    }

    @Test
    void doesNotTakeInWhoHasClosed() {
        one.socket.terminate();
        one.runtime.runAll();
        assertFalse(room.add(one.socket));
        assertTrue(room.isEmpty());
    }

    @Test
    void takesAMemberOnceAndLetsItGoOnce() {
        assertTrue(room.add(one.socket));
        assertFalse(room.add(one.socket));
        assertEquals(1, room.size());
        assertTrue(room.contains(one.socket));
        assertTrue(room.remove(one.socket));
        assertFalse(room.remove(one.socket));
        assertTrue(one.socket.isOpen());
        assertEquals(new BroadcastResult(0, 0, 0, 0), room.broadcast("nobody"));
        assertEquals("", one.sent());
    }

    @Test
    void canBeCleared() {
        room.add(one.socket);
        room.add(other.socket);
        room.clear();
        assertTrue(room.isEmpty());
        room.add(one.socket);
        assertEquals(Set.of(one.socket), room.members());
    }

    @Test
    void doesNotGiveItsMembersAway() {
        room.add(one.socket);
        assertThrows(UnsupportedOperationException.class, () -> room.members().remove(one.socket));
    }

    @Test
    void refusesAReceiverOfSomebodyElse() {
        Receiver foreign = () -> true;
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> room.add(foreign));
        assertTrue(refused.getMessage().contains("JakartaReceivers.of"), refused.getMessage());
    }

    @Test
    void keepsNobodyWhoClosesWhileHeIsTakenIn() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            MemorySocket racer = MemorySocket.open();
            CountDownLatch start = new CountDownLatch(1);
            Thread closer = new Thread(() -> {
                awaitQuietly(start);
                racer.socket.terminate();
                racer.runtime.runAll();
            });
            closer.start();
            start.countDown();
            room.add(racer.socket);
            closer.join();
            racer.runtime.runAll();
            assertTrue(room.isEmpty(), "round " + i);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
