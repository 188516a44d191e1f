// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.protocol.Utf8;
import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.Opcode;
import dev.tautline.spec.SlowConsumerPolicy;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message to many connections: encoded once per wire form (negotiated extensions), its bytes shared by all receivers; a
 * client's masking key stays its own. Never blocks; a receiver's own policy decides when its queue is full, and
 * {@link SlowConsumerPolicy#BLOCK} counts as {@link SlowConsumerPolicy#FAIL}.
 */
public final class Broadcast {
    private Broadcast() {}

    /**
     * Sends a text message.
     *
     * @param receivers connections of any role and runtime
     * @param compress the sender's choice, where an extension was negotiated
     * @param filter receivers that it rejects are left out, or {@code null}
     */
    public static BroadcastResult sendText(
            Iterable<Connection> receivers, String message, boolean compress, @Nullable Predicate<Connection> filter) {
        return send(receivers, new SharedMessage(Opcode.TEXT, Utf8.encode(message)), compress, filter);
    }

    /** Sends a binary message; its content is taken before this returns. All else as {@link #sendText}. */
    public static BroadcastResult sendBinary(
            Iterable<Connection> receivers,
            ByteBuffer message,
            boolean compress,
            @Nullable Predicate<Connection> filter) {
        return send(receivers, new SharedMessage(Opcode.BINARY, Sender.copy(message)), compress, filter);
    }

    private static BroadcastResult send(
            Iterable<Connection> receivers,
            SharedMessage message,
            boolean compress,
            @Nullable Predicate<Connection> filter) {
        int queued = 0;
        int dropped = 0;
        int failed = 0;
        int notOpen = 0;
        for (Connection receiver : receivers) {
            if (filter != null && !filter.test(receiver)) {
                continue;
            }
            switch (receiver.broadcast(Outgoing.shared(message, compress))) {
                case QUEUED -> queued++;
                case DROPPED -> dropped++;
                case FULL -> failed++;
                case CLOSED, OTHER_OPEN -> notOpen++;
            }
        }
        return new BroadcastResult(queued, dropped, failed, notOpen);
    }
}
