// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The content of a socket's messages, one after the other. One reader at a time, the others wait for it. */
final class StreamInput extends InputStream {
    private final Inbox inbox;
    private final Runnable check;
    private final ReentrantLock reading = new ReentrantLock();
    /** What is left of the message that is being read. Guarded by {@code reading}. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private volatile boolean closed;

    /** @param check throws where this thread must not wait for a message */
    StreamInput(Inbox inbox, Runnable check) {
        this.inbox = inbox;
        this.check = check;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return read(ByteBuffer.wrap(target, offset, length));
    }

    /** As {@link java.nio.channels.ReadableByteChannel#read}. */
    int read(ByteBuffer target) throws IOException {
        try {
            reading.lockInterruptibly();
        } catch (InterruptedException e) {
            throw PacedSender.interrupted();
        }
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            if (!target.hasRemaining()) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(target.remaining(), rest.remaining());
            target.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            return count;
        } finally {
            reading.unlock();
        }
    }

    /** Sees to it that there is something to read. @return false at the end */
    private boolean fill() throws IOException {
        while (!rest.hasRemaining()) {
            Message message = inbox.poll();
            if (message == null) {
                message = await();
            }
            if (message == null) {
                return false;
            }
            rest = message.bytes();
        }
        return true;
    }

    private @Nullable Message await() throws IOException {
        if (!inbox.isFinished()) {
            check.run();
        }
        try {
            return inbox.take();
        } catch (InterruptedException e) {
            throw PacedSender.interrupted();
        }
    }

    /** Bytes of the message that is being read, which are there without waiting. */
    @Override
    public int available() throws IOException {
        if (!reading.tryLock()) {
            return 0;
        }
        try {
            return rest.remaining();
        } finally {
            reading.unlock();
        }
    }

    /** What still comes is thrown away; the other direction goes on. */
    @Override
    public void close() {
        closed = true;
        inbox.destroy(new ClosedChannelException());
    }
}
