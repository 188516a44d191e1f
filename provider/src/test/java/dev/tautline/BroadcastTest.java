// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.testkit.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastTest {
    @Test
    @DisplayName("1.12-05 broadcast to all that are open")
    void passesOverWhoIsNotOpen() {
        MemorySocket open = MemorySocket.open();
        MemorySocket connecting = MemorySocket.connecting();
        MemorySocket closing = MemorySocket.open();
        closing.socket.close();
        closing.sent();
        MemorySocket closed = MemorySocket.open();
        closed.socket.terminate();
        closed.runtime.runAll();
        assertEquals(
                new BroadcastResult(1, 0, 0, 3),
                Broadcast.send(List.of(connecting.socket, closing.socket, closed.socket, open.socket), "hello"));
        assertEquals("text \"hello\"", open.sent());
        assertEquals("", closing.sent());
    }

    @Test
    void sendsEveryKindOfMessage() {
        MemorySocket receiver = MemorySocket.open();
        List<WebSocket> all = List.of(receiver.socket);
        Broadcast.send(all, "text");
        Broadcast.send(all, ByteBuffer.wrap(new byte[] {1}));
        Broadcast.send(all, Message.of("message"));
        Broadcast.send(all, Message.of(ByteBuffer.wrap(new byte[] {2})));
        assertEquals("text \"text\"\nbinary 01\ntext \"message\"\nbinary 02", receiver.sent());
    }

    @Test
    void asksTheFilterBeforeItSends() {
        MemorySocket one = MemorySocket.open();
        MemorySocket other = MemorySocket.open();
        List<WebSocket> all = List.of(one.socket, other.socket);
        assertEquals(
                new BroadcastResult(1, 0, 0, 0),
                Broadcast.send(all, Message.of("x"), socket -> socket == other.socket));
        assertEquals("", one.sent());
        assertEquals("text \"x\"", other.sent());
        assertThrows(
                ArithmeticException.class,
                () -> Broadcast.send(all, Message.of("y"), socket -> {
                    if (socket == other.socket) {
                        throw new ArithmeticException();
                    }
                    return true;
                }));
        assertEquals("", one.sent());
    }

    @Test
    void sendsNothingIfAReceiverIsForeign() {
        MemorySocket one = MemorySocket.open();
        Receiver foreign = () -> true;
        assertThrows(IllegalArgumentException.class, () -> Broadcast.send(List.<Receiver>of(one.socket, foreign), "x"));
        assertEquals("", one.sent());
    }

    @ParameterizedTest
    @CsvSource({"FAIL, 0, 0, 1", "BLOCK, 0, 0, 1", "CLOSE, 0, 0, 1", "DROP_NEWEST, 0, 1, 0", "DROP_OLDEST, 1, 0, 0"})
    void treatsASlowReceiverByItsOwnPolicy(SlowConsumerPolicy policy, int queued, int dropped, int failed) {
        MemorySocket fast = MemorySocket.open();
        MemorySocket slow = MemorySocket.open(
                        options -> options.slowConsumerPolicy(policy).outboundLimit(400))
                .blocked();
        List<WebSocket> all = List.of(slow.socket, fast.socket);
        String message = "m".repeat(100);
        // The first is being written; two more wait.
        for (int i = 0; i < 2; i++) {
            assertEquals(new BroadcastResult(2, 0, 0, 0), Broadcast.send(all, message));
            slow.runtime.runAll();
        }
        assertEquals(new BroadcastResult(1 + queued, dropped, failed, 0), Broadcast.send(all, "n".repeat(200)));
        assertEquals(
                Frames.describe(Frames.join(
                        Frames.text(message, false), Frames.text(message, false), Frames.text("n".repeat(200), false))),
                fast.sent());
    }
}
