// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the callbacks of one connection, one at a time and in order. Events wait here while a callback runs or the connection is
 * paused; together with what is being assembled they are the read-ahead. State is guarded by the connection's lock; callbacks
 * run in the thread that holds the lane token.
 */
final class CallbackLane {
    /** What the lane needs of the rest of its connection. */
    interface Owner {
        /**
         * Takes the read token if reading has stopped and may go on. Called under the lock.
         *
         * @param idle no callback runs or waits
         */
        boolean takeReadToken(boolean idle);

        /** Reads on with the token just taken. Called without the lock. */
        void readHeld();

        /** Begins and ends a batch of callbacks outside of an inline turn. */
        void cork();

        void uncork();

        /** An event is about to run, and has run. */
        void before(LaneEvent event);

        void after(LaneEvent event);

        /** Whether data that waits is not wanted any more, because this end has closed the connection. */
        boolean dropsData();

        /** The listener threw. */
        void onListenerFault(Throwable cause);
    }

    private static final Logger LOG = System.getLogger(CallbackLane.class.getName());

    private final ReentrantLock lock;
    private final ConnectionListener listener;
    private final Executor workers;
    private final int readAhead;
    private final Owner owner;

    // Guarded by lock.
    private final ArrayDeque<LaneEvent> events = new ArrayDeque<>(0);
    private boolean held;
    /** Whether a callback runs, or an inline turn that may run one. */
    private boolean busy;

    private boolean ended;
    private long weight;

    /** Written under the lock. */
    private volatile boolean paused;
    /** The thread in a callback. Other threads only compare it with themselves. */
    private volatile @Nullable Thread callbackThread;

    CallbackLane(ReentrantLock lock, ConnectionListener listener, Executor workers, int readAhead, Owner owner) {
        this.lock = lock;
        this.listener = listener;
        this.workers = workers;
        this.readAhead = readAhead;
        this.owner = owner;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the current thread runs a callback of this connection. */
    boolean isCallbackThread() {
        return callbackThread == Thread.currentThread();
    }

    /** Takes the lane token for an inline turn if nothing waits or runs. Called under the lock. */
    boolean tryHold() {
        if (held || paused || ended || !events.isEmpty()) {
            return false;
        }
        held = true;
        busy = true;
        return true;
    }

    /**
     * Gives the lane token back after an inline turn if nothing waits. Called under the lock.
     *
     * @return whether it was given back
     */
    boolean tryRelease() {
        busy = false;
        held = !events.isEmpty() && (!paused || ended);
        return !held;
    }

    /**
     * Whether reading has to stop. Called under the lock.
     *
     * @param assembling bytes of an unfinished message
     */
    boolean isFull(long assembling) {
        return (busy || paused || !events.isEmpty()) && weight + assembling >= readAhead;
    }

    /** Whether reading may go on after it has stopped. Called under the lock. */
    boolean hasRoom(long assembling, boolean idle) {
        return (idle && !paused) || weight + assembling <= readAhead / 2;
    }

    /** Whether a callback runs or waits that will run by itself. Called under the lock. */
    boolean hasWork() {
        return !paused && (busy || !events.isEmpty());
    }

    /** Adds an event without waking anybody. Called under the lock. */
    void add(LaneEvent event) {
        events.addLast(event);
        weight += event.weight;
    }

    /** Adds the last event: {@code onClose}. Called under the lock. */
    void addLast(LaneEvent event) {
        add(event);
        ended = true;
    }

    /** Bytes wait in a stream that is being read. Called under the lock. */
    void addWeight(long bytes) {
        weight += bytes;
    }

    /** Sees to it that somebody drains the lane if anything can be run or read. */
    void wake() {
        boolean needsWorker;
        lock.lock();
        try {
            boolean runnable = !events.isEmpty() && (!paused || ended);
            needsWorker = runnable && !held;
            held |= needsWorker;
        } finally {
            lock.unlock();
        }
        if (needsWorker) {
            drainOnWorker();
        }
    }

    /** A worker takes over the lane token that the caller holds. */
    void drainOnWorker() {
        workers.execute(this::drain);
    }

    void pause() {
        lock.lock();
        try {
            paused = !ended;
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        boolean needsWorker;
        lock.lock();
        try {
            if (!paused) {
                return;
            }
            paused = false;
            needsWorker = !held;
            held = true;
        } finally {
            lock.unlock();
        }
        if (needsWorker) {
            drainOnWorker();
        }
    }

    /** Bytes of a stream have been read or skipped; the caller reads on if there is room again. */
    void consumed(long bytes) {
        boolean reads;
        lock.lock();
        try {
            weight -= bytes;
            reads = owner.takeReadToken(false);
        } finally {
            lock.unlock();
        }
        if (reads) {
            owner.readHeld();
        }
    }

    /** Runs what waits until nothing does, then gives the lane token back. The caller holds it. */
    void drain() {
        owner.cork();
        LaneEvent event = next();
        while (event != null) {
            run(event);
            owner.cork();
            event = next();
        }
    }

    private @Nullable LaneEvent next() {
        boolean flushed = false;
        while (true) {
            LaneEvent event = null;
            boolean reads;
            boolean released = false;
            lock.lock();
            try {
                if (!paused || ended) {
                    event = events.pollFirst();
                }
                weight -= event == null ? 0 : event.weight;
                busy = event != null;
                reads = owner.takeReadToken(event == null);
                if (event == null && !reads && flushed) {
                    held = false;
                    released = true;
                }
            } finally {
                lock.unlock();
            }
            if (reads) {
                owner.readHeld();
            }
            if (event != null || released) {
                return event;
            }
            if (!reads) {
                owner.uncork();
                flushed = true;
            }
        }
    }

    private void run(LaneEvent event) {
        if (event.isData() && owner.dropsData()) {
            event.drop();
            return;
        }
        owner.before(event);
        callbackThread = Thread.currentThread();
        try {
            event.run(listener);
        } catch (RuntimeException | Error e) {
            onFault(e);
        }
        callbackThread = null;
        OpenCall.end();
        // Whatever interrupted the callback was meant for it, not for the thread's next work.
        Thread.interrupted();
        owner.after(event);
    }

    /** Runs the callback of a message in an inline turn. The caller holds the lane token. */
    void runInline(LaneEvent.Kind kind, Object content, boolean last) {
        callbackThread = Thread.currentThread();
        try {
            LaneEvent.runMessage(listener, kind, content, last);
        } catch (RuntimeException | Error e) {
            onFault(e);
        }
        callbackThread = null;
        OpenCall.end();
        Thread.interrupted();
    }

    private void onFault(Throwable cause) {
        LOG.log(Level.ERROR, "A listener failed; its connection is closed with 1011", cause);
        owner.onListenerFault(cause);
    }
}
