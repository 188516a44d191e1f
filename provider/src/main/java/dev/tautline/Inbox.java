// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.transport.Blocking;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a socket whose application takes them instead of listening. When much waits the socket is paused, so that the peer has to wait too. The
 * callback lane adds, any thread takes. State is guarded by the lock; the socket and the observer are called without it.
 */
final class Inbox {
    /** What may wait before the socket is paused; it goes on below half of it. */
    private static final long ROOM = 64 * 1024;
    /** What a message weighs beside its content. */
    private static final long OVERHEAD = 64;

    private final Taker taker;
    private final SocketMessages messages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private long weight;
    private boolean ended;
    private boolean discards;
    private @Nullable IOException failure;

    private volatile boolean full;
    private volatile Runnable observer = () -> {};

    /** Who takes. */
    enum Taker {
        RECEIVE("receive()"),
        STREAM("a WebSocketStream");

        private final String text;

        Taker(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    Inbox(Taker taker, SocketMessages messages) {
        this.taker = taker;
        this.messages = messages;
    }

    Taker taker() {
        return taker;
    }

    /** Whether nothing more is to be added now. */
    boolean isFull() {
        return full;
    }

    /** Runs after every change; of one thread or of several at once. */
    void observer(Runnable observer) {
        this.observer = observer;
    }

    void add(Message message) {
        change(() -> {
            if (!discards) {
                waiting.add(message);
                weight += weightOf(message);
            }
        });
    }

    /** No message will come any more. */
    void end() {
        change(() -> ended = true);
    }

    /** No message will come any more; who has taken those that wait hears why. */
    void fail(IOException cause) {
        change(() -> {
            ended = true;
            failure = failure == null ? cause : failure;
        });
    }

    /** What waits and what comes is thrown away. */
    void discard() {
        change(this::throwAway);
    }

    /** What waits may be taken; what comes is thrown away and makes nobody wait. */
    void ignoreFurther() {
        change(() -> discards = true);
    }

    /** What waits is thrown away; who takes gets {@code cause}. */
    void destroy(IOException cause) {
        change(() -> {
            throwAway();
            ended = true;
            failure = failure == null ? cause : failure;
        });
    }

    private void throwAway() {
        discards = true;
        waiting.clear();
        weight = 0;
    }

    private void change(Runnable change) {
        boolean turned;
        lock.lock();
        try {
            change.run();
            turned = turn();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (turned) {
            messages.applyPause();
        }
        observer.run();
    }

    /** @return whether the socket has to be paused or resumed */
    private boolean turn() {
        boolean before = full;
        full = !discards && (before ? weight > ROOM / 2 : weight >= ROOM);
        return full != before;
    }

    /** The next message, {@code null} if none is there. */
    @Nullable Message poll() {
        Message message;
        boolean turned;
        lock.lock();
        try {
            message = waiting.poll();
            weight -= message == null ? 0 : weightOf(message);
            turned = turn();
        } finally {
            lock.unlock();
        }
        if (turned) {
            messages.applyPause();
        }
        return message;
    }

    /** Whether there is nothing to take and never will be. */
    boolean isFinished() {
        lock.lock();
        try {
            return ended && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Nullable IOException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** The next message; waits for it. {@code null} at the end. */
    @Nullable Message take() throws IOException, InterruptedException {
        while (true) {
            Message message = poll();
            if (message != null || endOrThrow()) {
                return message;
            }
            await(Long.MAX_VALUE);
        }
    }

    /** As {@link #take()}, for so long at most. */
    @Nullable Message take(long nanos) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            Message message = poll();
            if (message != null || endOrThrow()) {
                return message;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException("No message within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
            }
            await(left);
        }
    }

    private boolean endOrThrow() throws IOException {
        lock.lock();
        try {
            if (waiting.isEmpty() && failure != null) {
                throw failure;
            }
            return ended && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) throws InterruptedException {
        Blocking.begin();
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (waiting.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long weightOf(Message message) {
        return OVERHEAD + message.length();
    }
}
