// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.Connection;
import dev.tautline.internal.connection.SendCallback;
import dev.tautline.internal.transport.Blocking;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends on one socket no faster than the peer takes: counts what was sent and not written. Any thread; the lock guards the count and the failure. */
final class PacedSender {
    /** What may be unwritten before the next message has to wait. */
    private static final long ROOM = 64 * 1024;
    /** What a message weighs beside its content. */
    private static final long OVERHEAD = 64;

    private final WebSocket socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private long unwritten;
    private @Nullable IOException failure;

    PacedSender(WebSocket socket) {
        this.socket = socket;
    }

    /** Whether the next message may be sent now. */
    boolean hasRoom() {
        lock.lock();
        try {
            return unwritten < ROOM;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends without regard for room here.
     *
     * @param then told when the message has been written or has failed
     */
    void send(Message message, SendCallback then) {
        long weight = message.length() + OVERHEAD;
        lock.lock();
        try {
            unwritten += weight;
        } finally {
            lock.unlock();
        }
        SendCallback callback = new SendCallback() {
            @Override
            public void onComplete(@Nullable Throwable cause) {
                onWritten(weight, cause);
                then.onComplete(cause);
            }

            @Override
            public boolean mayBlock() {
                return then.mayBlock();
            }
        };
        Connection connection = socket.state().connection();
        if (connection == null) {
            callback.onComplete(new ClosedChannelException());
        } else if (message.isBinary()) {
            connection.sendBinary(message.bytes(), true, SlowConsumerPolicy.BLOCK, callback);
        } else {
            connection.sendText(message.text(), true, SlowConsumerPolicy.BLOCK, callback);
        }
    }

    private void onWritten(long weight, @Nullable Throwable cause) {
        lock.lock();
        try {
            unwritten -= weight;
            if (cause != null && failure == null) {
                failure = cause instanceof IOException io ? io : new IOException(cause);
            }
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends once the socket is open and there is room; waits for both. */
    void sendBlocking(Message message) throws IOException {
        awaitOpen();
        awaitBelow(ROOM);
        send(message, WRITTEN);
        throwFailure();
    }

    /** Waits until everything has been written. */
    void flush() throws IOException {
        awaitBelow(1);
    }

    private static final SendCallback WRITTEN = new SendCallback() {
        @Override
        public void onComplete(@Nullable Throwable failure) {
            // The sender's own count is all that is wanted.
        }

        @Override
        public boolean mayBlock() {
            return false;
        }
    };

    private void awaitOpen() throws IOException {
        if (socket.state().connection() != null || socket.readyState() != ReadyState.CONNECTING) {
            return;
        }
        Blocking.begin();
        try {
            socket.opened().toCompletableFuture().get();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private void awaitBelow(long amount) throws IOException {
        Connection connection = socket.state().connection();
        lock.lock();
        try {
            if (unwritten >= amount && connection != null) {
                lock.unlock();
                try {
                    // What a callback holds back has to leave now.
                    connection.flush();
                    Blocking.begin();
                } finally {
                    lock.lock();
                }
            }
            while (unwritten >= amount && failure == null) {
                written.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
        throwFailure();
    }

    /** @throws IOException if a message could not be written */
    void throwFailure() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while waiting for the socket");
    }
}
