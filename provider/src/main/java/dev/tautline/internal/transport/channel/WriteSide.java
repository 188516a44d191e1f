// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The outbound direction of one connection: at most one write, and the FIN after it. The buffers belong to the caller of
 * {@link #write} until it has handed them over, then to the owner of the loop.
 */
final class WriteSide {
    /** A write is in {@link #write} or waits for the socket. */
    private static final int ACTIVE = 1;
    /** FIN after the write. */
    private static final int SHUTDOWN = 2;

    private final AtomicInteger state = new AtomicInteger();
    private volatile ByteBuffer @Nullable [] pending;
    private int next;

    /** {@code true} if all is written; {@code false} if the rest waits and the loop has to be told. */
    boolean write(SocketChannel channel, SliceWriter writer, ByteBuffer[] buffers, int count) throws IOException {
        int before = state.getAndUpdate(now -> now | ACTIVE);
        if ((before & ACTIVE) != 0) {
            throw new IllegalStateException("a write is outstanding: wait for onWritten before the next write");
        }
        int rest = writer.write(channel, buffers, 0, count, Long.MAX_VALUE);
        if (rest == count) {
            complete(channel);
            return true;
        }
        next = 0;
        pending = Arrays.copyOfRange(buffers, rest, count);
        return false;
    }

    /** Goes on with the waiting write; {@code true} if it is complete. Owner of the loop only. */
    boolean flush(SocketChannel channel, SliceWriter writer, long budget) throws IOException {
        ByteBuffer[] buffers = pending;
        if (buffers == null) {
            return false;
        }
        next = writer.write(channel, buffers, next, buffers.length, budget);
        if (next < buffers.length) {
            return false;
        }
        pending = null;
        complete(channel);
        return true;
    }

    /** Sends FIN now, or after the write that is under way. */
    void shutdown(SocketChannel channel) throws IOException {
        if (state.getAndUpdate(now -> now | SHUTDOWN) == 0) {
            channel.shutdownOutput();
        }
    }

    /** Drops the buffers of a closed connection. Owner of the loop only. */
    void drop() {
        pending = null;
    }

    private void complete(SocketChannel channel) throws IOException {
        if ((state.getAndUpdate(now -> now & ~ACTIVE) & SHUTDOWN) != 0) {
            channel.shutdownOutput();
        }
    }
}
