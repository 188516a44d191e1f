// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tautline.internal.connection.OutboundQueue.Outcome;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.SlowConsumerPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages in parts of several authors in one {@link OutboundQueue}. */
class MessageAuthorsTest {
    private final OutboundQueue queue = new OutboundQueue(1000);
    private final List<Outgoing> dropped = new ArrayList<>();

    private Outgoing offered(Outgoing message) {
        assertEquals(Outcome.QUEUED, queue.offer(message, SlowConsumerPolicy.BLOCK, dropped));
        return message;
    }

    private static Outgoing partOf(Object author, Opcode opcode, boolean last) {
        return Outgoing.part(opcode, ByteBuffer.allocate(10), last, true, author, null);
    }

    private Outcome offerOnOtherThread(Outgoing message) {
        return CompletableFuture.supplyAsync(() -> queue.offer(message, SlowConsumerPolicy.BLOCK, dropped))
                .join();
    }

    @Test
    @DisplayName("another author's part waits for the end of the message in parts, whatever its kind")
    void authors() {
        Outgoing first = offered(partOf("one", Opcode.BINARY, false));
        for (Opcode kind : List.of(Opcode.TEXT, Opcode.BINARY)) {
            assertEquals(Outcome.FULL, offerOnOtherThread(partOf("two", kind, true)));
            assertEquals(
                    Outcome.OTHER_OPEN,
                    queue.offer(partOf("two", kind, true), SlowConsumerPolicy.BLOCK, dropped),
                    "the thread that has begun the message would wait for itself");
        }
        Outgoing middle = partOf("one", Opcode.BINARY, false);
        assertEquals(Outcome.QUEUED, offerOnOtherThread(middle));
        Outgoing last = offered(partOf("one", Opcode.BINARY, true));
        Outgoing other = offered(partOf("two", Opcode.TEXT, true));
        assertEquals(
                List.of(first, middle, last, other), List.of(queue.poll(), queue.poll(), queue.poll(), queue.poll()));
    }

    @Test
    @DisplayName("who waits for another author's message goes on when it ends")
    void authorWaits() throws Exception {
        offered(partOf("one", Opcode.BINARY, false));
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        OutboundQueue.RoomWait wait = queue.new RoomWait();
        Thread waiter = new Thread(() -> {
            try {
                queue.awaitRoom(partOf("two", Opcode.BINARY, true), wait);
                waited.complete(wait.isOver());
            } catch (InterruptedException e) {
                waited.completeExceptionally(e);
            }
        });
        waiter.setDaemon(true);
        waiter.start();
        Harness.awaitWaiting(waiter);
        assertFalse(waited.isDone());
        offered(partOf("one", Opcode.BINARY, true));
        assertFalse(waited.get(60, TimeUnit.SECONDS), "the end of the message wakes, not the timer");
    }
}
