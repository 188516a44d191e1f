// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.ConnectionHolder;
import dev.tautline.spec.BroadcastResult;
import dev.tautline.spec.SlowConsumerPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message to many receivers: {@code server.clients()}, the members of a {@link Room}, or any others, of any server and of both
 * faces. It is encoded and compressed once for all receivers that have negotiated the same. Those that are not open are passed over.
 *
 * <p>Never blocks and never fails for the sake of one receiver. Whose outbound queue is full is treated as its own
 * {@linkplain SocketOptions#slowConsumerPolicy policy} says, {@link SlowConsumerPolicy#BLOCK} as {@link SlowConsumerPolicy#FAIL}; the result counts it. Any
 * thread may call.
 */
public final class Broadcast {
    private Broadcast() {}

    /** Sends a text message to all. */
    public static BroadcastResult send(Iterable<? extends Receiver> receivers, CharSequence text) {
        return send(receivers, Message.of(text));
    }

    /** Sends a binary message to all; the content from position to limit is taken before this returns. */
    public static BroadcastResult send(Iterable<? extends Receiver> receivers, ByteBuffer content) {
        return send(receivers, Message.of(content));
    }

    /** Sends a message to all, as what it is, compressed where that was negotiated. */
    public static BroadcastResult send(Iterable<? extends Receiver> receivers, Message message) {
        return sendTo(receivers, message, true, null);
    }

    /** Sends a message to those that {@code filter} accepts; as {@link #send(Iterable, Message, boolean, Predicate)}. */
    public static <R extends Receiver> BroadcastResult send(
            Iterable<? extends R> receivers, Message message, Predicate<? super R> filter) {
        return send(receivers, message, true, filter);
    }

    /**
     * Sends a message to those that {@code filter} accepts.
     *
     * @param compress whether it is compressed where permessage-deflate was negotiated
     * @param filter asked once for each receiver, before anything is sent
     * @throws IllegalArgumentException if a receiver is not one of Tautline's; then nothing was sent
     */
    public static <R extends Receiver> BroadcastResult send(
            Iterable<? extends R> receivers, Message message, boolean compress, Predicate<? super R> filter) {
        return sendTo(receivers, message, compress, filter);
    }

    private static <R extends Receiver> BroadcastResult sendTo(
            Iterable<? extends R> receivers, Message message, boolean compress, @Nullable Predicate<? super R> filter) {
        List<Connection> connections = new ArrayList<>();
        int notOpen = 0;
        int textOnly = 0;
        for (R receiver : receivers) {
            if (filter == null || filter.test(receiver)) {
                ConnectionHolder holder = Receivers.holder(receiver);
                Connection connection = holder.connection();
                if (connection == null) {
                    notOpen++;
                } else if (message.isBinary() && !holder.takesBinary()) {
                    textOnly++;
                } else {
                    connections.add(connection);
                }
            }
        }
        BroadcastResult sent = message.isBinary()
                ? dev.tautline.internal.connection.Broadcast.sendBinary(connections, message.bytes(), compress, null)
                : dev.tautline.internal.connection.Broadcast.sendText(connections, message.text(), compress, null);
        return new BroadcastResult(sent.queued(), sent.dropped(), sent.failed() + textOnly, sent.notOpen() + notOpen);
    }
}
