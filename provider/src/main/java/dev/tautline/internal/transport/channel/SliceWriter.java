// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes buffers through pooled direct slices, so that the JDK caches no direct memory of a message's size, and a header and
 * its payload cost one system call. Stateless but for the pool.
 */
final class SliceWriter {
    static final int SLICE_BYTES = 128 * 1024;

    private final BufferPool slices;

    SliceWriter(int capacity) {
        this.slices = BufferPool.direct(capacity, SLICE_BYTES);
    }

    /**
     * Writes what the socket takes, at most about {@code budget} bytes, and advances the buffers by exactly that.
     *
     * @return the index of the first buffer with bytes left, {@code to} if there is none
     */
    int write(SocketChannel channel, ByteBuffer[] buffers, int from, int to, long budget) throws IOException {
        int first = skipEmpty(buffers, from, to);
        long left = budget;
        while (first < to && left > 0) {
            ByteBuffer head = buffers[first];
            int asked;
            int written;
            if (head.isDirect() && (first + 1 == to || head.remaining() >= SLICE_BYTES)) {
                asked = head.remaining();
                written = channel.write(head);
            } else {
                ByteBuffer slice = slices.borrow();
                try {
                    fill(slice, buffers, first, to);
                    asked = slice.remaining();
                    written = channel.write(slice);
                } finally {
                    slices.giveBack(slice);
                }
                advance(buffers, first, written);
            }
            first = skipEmpty(buffers, first, to);
            left -= written;
            if (written < asked) {
                break;
            }
        }
        return first;
    }

    private static void fill(ByteBuffer slice, ByteBuffer[] buffers, int from, int to) {
        int length = 0;
        for (int i = from; i < to && length < SLICE_BYTES; i++) {
            ByteBuffer source = buffers[i];
            int part = Math.min(source.remaining(), SLICE_BYTES - length);
            slice.put(length, source, source.position(), part);
            length += part;
        }
        slice.limit(length);
    }

    private static void advance(ByteBuffer[] buffers, int from, int written) {
        int left = written;
        for (int i = from; left > 0; i++) {
            ByteBuffer source = buffers[i];
            int part = Math.min(source.remaining(), left);
            source.position(source.position() + part);
            left -= part;
        }
    }

    private static int skipEmpty(ByteBuffer[] buffers, int from, int to) {
        int first = from;
        while (first < to && !buffers[first].hasRemaining()) {
            first++;
        }
        return first;
    }
}
