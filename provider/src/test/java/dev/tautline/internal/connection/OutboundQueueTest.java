// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connection.OutboundQueue.Outcome;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.SlowConsumerPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order, policies and amounts of what waits to be written. */
class OutboundQueueTest {
    private static final int LIMIT = 1000;

    private final OutboundQueue queue = new OutboundQueue(LIMIT);
    private final List<Outgoing> dropped = new ArrayList<>();

    private static Outgoing message(int length) {
        return Outgoing.message(Opcode.BINARY, ByteBuffer.allocate(length), true, null);
    }

    private static Outgoing part(int length, boolean last) {
        return Outgoing.part(Opcode.BINARY, ByteBuffer.allocate(length), last, true, null, null);
    }

    private static Outgoing ping() {
        return Outgoing.control(Opcode.PING, ByteBuffer.allocate(100), false, null);
    }

    private Outgoing queued(Outgoing message) {
        assertEquals(Outcome.QUEUED, queue.offer(message, SlowConsumerPolicy.FAIL, dropped));
        return message;
    }

    private List<Outgoing> pollAll() {
        List<Outgoing> all = new ArrayList<>();
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    @Test
    @DisplayName("control frames leave before all messages, in their order; the close frame leaves last")
    void order() {
        Outgoing one = queued(message(1));
        Outgoing two = queued(message(1));
        Outgoing ping = ping();
        Outgoing pong = Outgoing.control(Opcode.PONG, ByteBuffer.allocate(0), true, null);
        queue.offerControl(ping);
        queue.offerAutomatic(pong);
        Outgoing close = Outgoing.close(CloseStatus.of(1000));
        queue.close(close, new ArrayList<>());
        assertEquals(List.of(ping, pong, one, two, close), pollAll());
    }

    @Test
    @DisplayName("nothing is accepted behind the close frame, and there is one")
    void closed() {
        Outgoing close = Outgoing.close(CloseStatus.of(1000));
        queue.close(close, new ArrayList<>());
        queue.close(Outgoing.close(CloseStatus.of(1001)), new ArrayList<>());
        assertFalse(queue.isIdle());
        assertEquals(Outcome.CLOSED, queue.offer(message(1), SlowConsumerPolicy.FAIL, dropped));
        assertEquals(Outcome.CLOSED, queue.offerControl(ping()));
        assertEquals(-1, queue.offerAutomatic(ping()));
        assertEquals(List.of(close), pollAll());
        assertFalse(queue.isIdle(), "nothing goes past a queue that has been closed");
    }

    @Test
    @DisplayName("whole messages wait behind the last part; without one they fail when the connection closes")
    void parts() {
        Outgoing first = queued(part(10, false));
        Outgoing whole = queued(message(20));
        Outgoing last = queued(part(10, true));
        Outgoing next = queued(message(5));
        assertEquals(List.of(first, last, whole, next), pollAll());
        Outgoing open = queued(part(10, false));
        Outgoing unsendable = queued(message(20));
        List<Outgoing> failed = new ArrayList<>();
        Outgoing close = Outgoing.close(CloseStatus.of(1000));
        queue.close(close, failed);
        assertEquals(List.of(unsendable), failed);
        assertEquals(List.of(open, close), pollAll());
        assertEquals(55, queue.bufferedAmount());
    }

    @Test
    @DisplayName(
            "DROP_OLDEST drops whole messages, oldest first, as many as needed, and never a part or a control frame")
    void dropOldest() {
        Outgoing oldest = queued(message(200));
        Outgoing first = queued(part(200, false));
        Outgoing behind = queued(message(200));
        Outgoing ping = ping();
        queue.offerControl(ping);
        Outgoing newest = message(250);
        assertEquals(Outcome.QUEUED, queue.offer(newest, SlowConsumerPolicy.DROP_OLDEST, dropped));
        assertEquals(List.of(oldest), dropped);
        dropped.clear();
        Outgoing large = message(500);
        assertEquals(Outcome.QUEUED, queue.offer(large, SlowConsumerPolicy.DROP_OLDEST, dropped));
        assertEquals(List.of(behind, newest), dropped);
        dropped.clear();
        // The open message's part and its next one stay, whatever has to go for them.
        Outgoing last = part(300, true);
        assertEquals(Outcome.QUEUED, queue.offer(last, SlowConsumerPolicy.DROP_OLDEST, dropped));
        assertEquals(List.of(large), dropped);
        assertEquals(List.of(ping, first, last), pollAll());
    }

    @ParameterizedTest
    @EnumSource(
            value = SlowConsumerPolicy.class,
            names = {"DROP_OLDEST", "DROP_NEWEST"})
    @DisplayName("a drop policy never drops a part that finds no room: it fails, and may be sent again")
    void partWithoutRoom(SlowConsumerPolicy policy) {
        queued(part(600, false));
        assertEquals(Outcome.FULL, queue.offer(part(600, true), policy, dropped));
        assertEquals(Outcome.DROPPED, queue.offer(message(600), policy, dropped));
        assertEquals(List.of(), dropped);
        assertEquals(1, pollAll().size());
        queue.written(600);
        queued(part(600, true));
        queued(message(10));
        assertEquals(2, pollAll().size());
    }

    @Test
    @DisplayName("the limit holds for what waits and what is being written, with 64 bytes for each that waits")
    void limit() {
        queued(message(400));
        assertEquals(400, queue.poll().length);
        assertEquals(400, queue.bufferedAmount());
        queued(message(300));
        assertEquals(Outcome.FULL, queue.offer(message(300 - 64 + 1), SlowConsumerPolicy.FAIL, dropped));
        queued(message(300 - 64));
        assertEquals(936, queue.bufferedAmount());
        queue.written(400);
        assertEquals(536, queue.bufferedAmount());
        pollAll();
        assertEquals(536, queue.bufferedAmount());
        queue.written(536);
        assertEquals(0, queue.bufferedAmount());
        queued(message(10 * LIMIT));
        assertEquals(Outcome.FULL, queue.offer(message(0), SlowConsumerPolicy.FAIL, dropped));
    }

    @Test
    @DisplayName("what goes past the queue counts until it is written")
    void bypassed() {
        assertTrue(queue.isIdle());
        queue.bypassed(900);
        assertEquals(900, queue.bufferedAmount());
        assertEquals(Outcome.FULL, queue.offer(message(101), SlowConsumerPolicy.FAIL, dropped));
        queued(message(100));
        assertFalse(queue.isIdle());
        queue.written(900);
        assertEquals(100, queue.bufferedAmount());
    }

    @Test
    @DisplayName("empty messages are bounded")
    void emptyMessages() {
        int count = 0;
        while (queue.offer(message(0), SlowConsumerPolicy.FAIL, dropped) == Outcome.QUEUED) {
            count++;
            assertTrue(count < LIMIT);
        }
        assertEquals(LIMIT / 64 + 1, count);
    }

    @Test
    @DisplayName(
            "pings and pongs of the application count; without room they are refused, never dropped, and drop nothing")
    void controlFramesAreBounded() {
        int count = 0;
        while (queue.offerControl(ping()) == Outcome.QUEUED) {
            count++;
            assertTrue(count < LIMIT);
        }
        assertEquals((LIMIT - 100) / (100 + 64) + 1, count);
        assertEquals(100L * count, queue.bufferedAmount());
        assertEquals(Outcome.FULL, queue.offerControl(ping()));
        // A policy makes no room among them.
        assertEquals(Outcome.DROPPED, queue.offer(message(100), SlowConsumerPolicy.DROP_OLDEST, dropped));
        assertEquals(List.of(), dropped);
        assertEquals(1, queue.offerAutomatic(Outgoing.control(Opcode.PONG, ByteBuffer.allocate(125), true, null)));
        assertEquals(count + 1, pollAll().size());
        assertEquals(100L * count, queue.bufferedAmount());
        queue.written(100L * count);
        assertEquals(Outcome.QUEUED, queue.offerControl(ping()));
    }

    @Test
    @DisplayName("empty pings are bounded")
    void emptyPings() {
        int count = 0;
        Outgoing empty = Outgoing.control(Opcode.PING, ByteBuffer.allocate(0), false, null);
        while (queue.offerControl(empty) == Outcome.QUEUED) {
            count++;
            assertTrue(count < LIMIT);
        }
        assertEquals(LIMIT / 64 + 1, count);
    }

    @Test
    @DisplayName("RFC 6455 §5.5.3: one pong may stand for all that wait; what the application sent stays")
    void replacedPongs() {
        Outgoing own = Outgoing.control(Opcode.PONG, ByteBuffer.allocate(1), false, null);
        Outgoing keepalive = Outgoing.control(Opcode.PING, ByteBuffer.allocate(1), true, null);
        Outgoing latest = Outgoing.control(Opcode.PONG, ByteBuffer.allocate(3), true, null);
        queue.offerAutomatic(Outgoing.control(Opcode.PONG, ByteBuffer.allocate(1), true, null));
        queue.offerControl(own);
        queue.offerAutomatic(keepalive);
        queue.offerAutomatic(Outgoing.control(Opcode.PONG, ByteBuffer.allocate(2), true, null));
        queue.offerAutomatic(latest);
        queue.coalescePongs();
        assertEquals(List.of(own, keepalive, latest), pollAll());
        assertEquals(1, queue.offerAutomatic(latest));
        queue.coalescePongs();
        assertEquals(List.of(latest), pollAll());
    }

    @Test
    @DisplayName("a message that nobody has begun to encode can be taken back, once")
    void takeBack() {
        Outgoing one = queued(message(10));
        Outgoing two = queued(message(20));
        assertTrue(queue.takeBack(two));
        assertFalse(queue.takeBack(two));
        assertEquals(10, queue.bufferedAmount());
        assertEquals(one, queue.poll());
        assertFalse(queue.takeBack(one));
        queued(part(1, false));
        Outgoing behind = queued(message(5));
        assertTrue(queue.takeBack(behind));
        assertFalse(queue.isIdle(), "the message in parts is open");
    }

    @Test
    @DisplayName("the end empties everything and refuses what comes later")
    void end() {
        Outgoing ping = ping();
        queue.offerControl(ping);
        Outgoing first = queued(part(10, false));
        Outgoing behind = queued(message(20));
        queue.close(Outgoing.close(CloseStatus.of(1000)), new ArrayList<>());
        assertEquals(List.of(ping, first), queue.end());
        assertEquals(List.of(), queue.end());
        assertNull(queue.poll());
        assertEquals(0, queue.bufferedAmount());
        assertEquals(Outcome.CLOSED, queue.offer(behind, SlowConsumerPolicy.FAIL, dropped));
    }
}
