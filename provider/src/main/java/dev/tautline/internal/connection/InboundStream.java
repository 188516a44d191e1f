// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A message that its callback reads while the rest arrives. Filled by the holder of the read token, read by the thread of the
 * callback; state is guarded by the connection's lock. What waits here counts as read-ahead, so the sender is held back.
 */
final class InboundStream {
    /** What a stream needs of its connection. */
    interface Owner {
        /** Bytes have been added; called under the lock. */
        void added(long bytes);

        /** Bytes have been read or skipped; called without the lock. */
        void consumed(long bytes);

        /** The reading thread is about to wait. */
        void beforeWait();
    }

    private final boolean text;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Owner owner;

    // Guarded by lock. Parts are String or ByteBuffer.
    private final ArrayDeque<Object> parts = new ArrayDeque<>();
    private boolean complete;
    private boolean skipping;
    private @Nullable IOException failure;

    InboundStream(boolean text, ReentrantLock lock, Owner owner) {
        this.text = text;
        this.lock = lock;
        this.changed = lock.newCondition();
        this.owner = owner;
    }

    /** Adds a part: a {@link String}, or a {@link ByteBuffer} that is the stream's from now on. By the holder of the read token. */
    void add(Object part, int length, boolean last) {
        lock.lock();
        try {
            complete |= last;
            if (!skipping && length > 0) {
                parts.addLast(part);
                owner.added(length);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The connection has ended before the message. */
    void fail(IOException cause) {
        lock.lock();
        try {
            if (!complete && failure == null) {
                failure = cause;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs the callback, then skips what it has not read. */
    void run(ConnectionListener listener) {
        try {
            if (text) {
                listener.onTextStream(new TextReader());
            } else {
                listener.onBinaryStream(new BinaryInputStream());
            }
        } finally {
            skipRest();
        }
    }

    /** What has not been read will not be read. */
    void skipRest() {
        long bytes = 0;
        lock.lock();
        try {
            skipping = true;
            for (Object part : parts) {
                bytes += length(part);
            }
            parts.clear();
        } finally {
            lock.unlock();
        }
        owner.consumed(bytes);
    }

    private static int length(Object part) {
        return part instanceof String string ? string.length() : ((ByteBuffer) part).remaining();
    }

    /** The next part, waiting for it; {@code null} at the end of the message. */
    private @Nullable Object take() throws IOException {
        Object part = poll(false);
        if (part == null && !isExhausted()) {
            owner.beforeWait();
            Blocking.begin();
            part = poll(true);
        }
        if (part != null) {
            owner.consumed(length(part));
        }
        return part;
    }

    private boolean isExhausted() {
        lock.lock();
        try {
            return parts.isEmpty() && (complete || skipping);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Object poll(boolean wait) throws IOException {
        lock.lock();
        try {
            while (wait && parts.isEmpty() && !complete && !skipping && failure == null) {
                changed.await();
            }
            if (parts.isEmpty() && failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            return parts.pollFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the rest of a message is being received");
        } finally {
            lock.unlock();
        }
    }

    private int available(int inHand) {
        lock.lock();
        try {
            int bytes = inHand;
            for (Object part : parts) {
                bytes += length(part);
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private final class BinaryInputStream extends InputStream {
        private ByteBuffer inHand = ByteBuffer.allocate(0);

        @Override
        public int read() throws IOException {
            return fill() ? inHand.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, inHand.remaining());
            inHand.get(target, offset, n);
            return n;
        }

        private boolean fill() throws IOException {
            if (!inHand.hasRemaining()) {
                Object next = take();
                if (next == null) {
                    return false;
                }
                inHand = (ByteBuffer) next;
            }
            return true;
        }

        @Override
        public int available() {
            return InboundStream.this.available(inHand.remaining());
        }

        @Override
        public void close() {
            inHand = ByteBuffer.allocate(0);
            skipRest();
        }
    }

    private final class TextReader extends Reader {
        private CharBuffer inHand = CharBuffer.allocate(0);

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!inHand.hasRemaining()) {
                Object next = take();
                if (next == null) {
                    return -1;
                }
                inHand = CharBuffer.wrap((String) next);
            }
            int n = Math.min(length, inHand.remaining());
            inHand.get(target, offset, n);
            return n;
        }

        @Override
        public boolean ready() {
            return InboundStream.this.available(inHand.remaining()) > 0;
        }

        @Override
        public void close() {
            inHand = CharBuffer.allocate(0);
            skipRest();
        }
    }
}
