// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.SlowConsumerPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written: control frames first, then messages in the order of their sends, the close frame last. What the
 * application sends, its pings and pongs included, is bounded in bytes.
 * All state is guarded by its lock, which is never held while anything is written or completed; {@link #poll} is for the flush
 * owner, the rest for any thread.
 */
final class OutboundQueue {
    /** What an entry weighs beside its bytes when room is looked for, so that empty messages are bounded as well. */
    private static final int OVERHEAD = 64;

    /** What became of an offer. */
    enum Outcome {
        QUEUED,
        /** No room, or another author's message in parts has not ended; nothing was queued. */
        FULL,
        /** Dropped by {@link SlowConsumerPolicy#DROP_NEWEST}, or because dropping older ones made too little room. */
        DROPPED,
        /** The connection is closing or closed. */
        CLOSED,
        /** A message is open that this can't belong to. */
        OTHER_OPEN
    }

    private static final VarHandle UNWRITTEN;

    static {
        try {
            UNWRITTEN = MethodHandles.lookup().findVarHandle(OutboundQueue.class, "unwritten", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomOrEnd = lock.newCondition();
    private final long limit;

    // All guarded by lock.
    private final ControlLine control = new ControlLine();
    private final MessageLine messages = new MessageLine();
    private @Nullable Outgoing close;
    private boolean closed;
    /** Read without the lock after {@link #unwritten} was stored; written under the lock before that is read. */
    private volatile int waiters;

    /** Written under the lock. Whether the flush owner finds nothing here and nobody has a message open. */
    private volatile boolean idle = true;
    /** Written under the lock. Bytes of queued messages, and of pings and pongs of the application. */
    private volatile long bytes;

    /** Bytes of what was polled or went past the queue, and are not written yet. Only the flush owner changes it. */
    @SuppressWarnings("unused") // by VarHandle
    private long unwritten;

    OutboundQueue(long limit) {
        this.limit = limit;
    }

    /** Whether a message may go past the queue: nothing waits, no message is open, no close frame was sent. */
    boolean isIdle() {
        return idle;
    }

    /** Bytes of payload that the application has sent and that are not written. */
    long bufferedAmount() {
        return bytes + (long) UNWRITTEN.getOpaque(this);
    }

    /** A message goes past the queue. For the flush owner. */
    void bypassed(int length) {
        UNWRITTEN.setOpaque(this, (long) UNWRITTEN.getOpaque(this) + length);
    }

    /** Bytes of payload have been written or given up. For the flush owner. */
    void written(long amount) {
        UNWRITTEN.setVolatile(this, (long) UNWRITTEN.getOpaque(this) - amount);
        if (waiters > 0) {
            signalWaiters();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void addBytes(long amount) {
        bytes += amount;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void addWaiters(int count) {
        waiters += count;
    }

    private void signalWaiters() {
        lock.lock();
        try {
            roomOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a message or part if the policy allows it.
     *
     * @param policy not {@link SlowConsumerPolicy#BLOCK} and not CLOSE, which the caller makes of {@link Outcome#FULL}
     * @param dropped takes the older messages that were dropped
     */
    Outcome offer(Outgoing offered, SlowConsumerPolicy policy, List<Outgoing> dropped) {
        lock.lock();
        try {
            Outgoing message = messages.placed(offered);
            Outcome refusal = refusal(message);
            if (refusal != null) {
                return refusal;
            }
            if (!hasRoom(message)) {
                if (policy == SlowConsumerPolicy.DROP_OLDEST) {
                    dropOldest(message, dropped);
                }
                if (!hasRoom(message)) {
                    boolean drops =
                            policy == SlowConsumerPolicy.DROP_NEWEST || policy == SlowConsumerPolicy.DROP_OLDEST;
                    return drops && message.isDroppable() ? Outcome.DROPPED : Outcome.FULL;
                }
            }
            add(message);
            return Outcome.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #offer} may find room, the connection closes or {@code wait} is over. */
    void awaitRoom(Outgoing message, RoomWait wait) throws InterruptedException {
        lock.lock();
        addWaiters(1);
        try {
            while (!wait.isOver() && !closed && !hasRoom(message)) {
                wait.forLastPart |= awaitsLastPart(message);
                roomOrEnd.await();
            }
        } finally {
            addWaiters(-1);
            lock.unlock();
        }
    }

    /** A wait for room that a timer may end. */
    final class RoomWait implements Runnable {
        private boolean over;
        /** Whether it has waited for the end of a message in parts, not only for the peer. */
        private boolean forLastPart;

        /** Ends the wait. */
        @Override
        public void run() {
            lock.lock();
            try {
                over = true;
                roomOrEnd.signalAll();
            } finally {
                lock.unlock();
            }
        }

        boolean isOver() {
            lock.lock();
            try {
                return over;
            } finally {
                lock.unlock();
            }
        }

        /** Begins anew if some of the time that is over was not the peer's. @return whether it has */
        boolean again() {
            lock.lock();
            try {
                boolean again = forLastPart;
                over &= !again;
                forLastPart = false;
                return again;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether the current call has a message in parts open: what it sends now would wait for itself. */
    boolean isOpenHere() {
        if (idle) {
            return false;
        }
        lock.lock();
        try {
            return messages.isOpenHere();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the end of a message in parts is what a message that is not queued waits for, and not the peer. */
    boolean waitsForLastPart(Outgoing message) {
        lock.lock();
        try {
            return !closed && awaitsLastPart(message);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitsLastPart(Outgoing message) {
        return messages.mustWait(message)
                || (messages.awaitsLastPart() && control.isEmpty() && (long) UNWRITTEN.getVolatile(this) == 0);
    }

    private @Nullable Outcome refusal(Outgoing message) {
        if (closed) {
            return Outcome.CLOSED;
        }
        return messages.isMisplaced(message) ? Outcome.OTHER_OPEN : null;
    }

    private boolean hasRoom(Outgoing message) {
        if (messages.mustWait(message)) {
            return false;
        }
        int count = messages.size() + control.applicationFrames();
        long amount = bytes + (long) UNWRITTEN.getVolatile(this);
        return (amount == 0 && count == 0) || amount + (long) count * OVERHEAD + message.length <= limit;
    }

    private void dropOldest(Outgoing message, List<Outgoing> dropped) {
        messages.dropOldest(candidate -> {
            if (hasRoom(message)) {
                return false;
            }
            addBytes(-candidate.length);
            dropped.add(candidate);
            return true;
        });
    }

    private void add(Outgoing message) {
        addBytes(message.length);
        messages.add(message);
        idle = false;
        if (message.last && !message.whole && waiters > 0) {
            roomOrEnd.signalAll();
        }
    }

    /**
     * Queues a ping or pong of the application before all messages, within the same bounds. No policy drops it.
     *
     * @return QUEUED, FULL or CLOSED
     */
    Outcome offerControl(Outgoing frame) {
        lock.lock();
        try {
            if (closed) {
                return Outcome.CLOSED;
            }
            if (!hasRoom(frame)) {
                return Outcome.FULL;
            }
            addBytes(frame.length);
            control.add(frame);
            idle = false;
            return Outcome.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a keepalive ping or an automatic pong before all messages.
     *
     * @return how many automatic pongs wait now, or -1 if the connection is closing
     */
    int offerAutomatic(Outgoing frame) {
        lock.lock();
        try {
            if (closed) {
                return -1;
            }
            control.add(frame);
            idle = false;
            return control.automaticPongs();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops all automatic pongs but the last. RFC 6455 §5.5.3: "the endpoint MAY elect to send a Pong frame for only the most recently
     * processed Ping frame."
     */
    void coalescePongs() {
        lock.lock();
        try {
            control.coalescePongs();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues the close frame behind everything and refuses what comes later. Messages behind one that will never end fail.
     *
     * @param failed takes those; empty
     */
    void close(Outgoing frame, List<Outgoing> failed) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            close = frame;
            idle = false;
            messages.takeUnsendable(failed);
            failed.forEach(message -> addBytes(-message.length));
            roomOrEnd.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has become of a whole message whose sender's time is over. */
    enum Late {
        /** It waited behind a message in parts; it has been taken back. */
        TAKEN_BACK,
        /** It has waited behind one, and may leave since that has ended. */
        LET_GO,
        /** The peer had all the time. */
        UNTAKEN
    }

    /** The time of a message's sender is over: takes it back if it is behind a message in parts. {@link Late#LET_GO} is told once. */
    Late late(Outgoing message) {
        lock.lock();
        try {
            if (messages.removeBehind(message)) {
                addBytes(-message.length);
                roomOrEnd.signalAll();
                return Late.TAKEN_BACK;
            }
            boolean waited = message.waitedBehind;
            message.waitedBehind = false;
            return waited ? Late.LET_GO : Late.UNTAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** The next to be encoded, or {@code null}. For the flush owner. */
    @Nullable Outgoing poll() {
        lock.lock();
        try {
            Outgoing next = control.poll();
            if (next == null) {
                next = messages.poll();
            }
            if (next != null) {
                addBytes(-next.amount());
                bypassed(next.amount());
            } else {
                next = close;
                close = null;
            }
            idle = control.isEmpty() && messages.isIdle() && !closed;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a whole message back that nobody has begun to encode.
     *
     * @return whether it was still here; if so its callback will not be called
     */
    boolean takeBack(Outgoing message) {
        lock.lock();
        try {
            if (!messages.remove(message)) {
                return false;
            }
            addBytes(-message.length);
            idle = control.isEmpty() && messages.isIdle() && !closed;
            roomOrEnd.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The connection has ended: refuses everything from now on and empties the queue.
     *
     * @return what was never written
     */
    List<Outgoing> end() {
        lock.lock();
        try {
            closed = true;
            idle = false;
            List<Outgoing> all = new ArrayList<>();
            control.takeAll(all);
            messages.takeAll(all);
            close = null;
            bytes = 0;
            roomOrEnd.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
