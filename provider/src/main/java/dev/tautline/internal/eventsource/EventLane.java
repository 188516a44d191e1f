// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one source and their calls, one at a time and in order, on workers. Who comes after an event that does not repeat is told of it
 * alone. State is guarded by its lock, which no listener is called under.
 */
final class EventLane {
    private static final System.Logger LOG = System.getLogger(EventLane.class.getName());

    private final EventSource source;
    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by lock.
    private final List<EventSourceListener> listeners = new ArrayList<>();
    private final ArrayDeque<Runnable> calls = new ArrayDeque<>();
    private boolean running;
    private boolean opened;
    private boolean closed;

    EventLane(EventSource source, Executor workers) {
        this.source = source;
        this.workers = workers;
    }

    void add(EventSourceListener listener) {
        boolean wakes;
        lock.lock();
        try {
            if (listeners.contains(listener)) {
                return;
            }
            listeners.add(listener);
            if (opened) {
                calls.addLast(() -> listener.onOpen(source));
            }
            if (closed) {
                calls.addLast(() -> listener.onClose(source));
            }
            wakes = wakes();
        } finally {
            lock.unlock();
        }
        wake(wakes);
    }

    void remove(EventSourceListener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    void opened() {
        boolean wakes;
        lock.lock();
        try {
            opened = true;
            listeners.forEach(listener -> calls.addLast(() -> listener.onOpen(source)));
            wakes = wakes();
        } finally {
            lock.unlock();
        }
        wake(wakes);
    }

    /** Nothing if the source has closed: a send that found the queue full may come late. */
    void failed(Throwable cause) {
        boolean wakes;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            listeners.forEach(listener -> calls.addLast(() -> listener.onError(source, cause)));
            wakes = wakes();
        } finally {
            lock.unlock();
        }
        wake(wakes);
    }

    void closed() {
        boolean wakes;
        lock.lock();
        try {
            closed = true;
            listeners.forEach(listener -> calls.addLast(() -> listener.onClose(source)));
            wakes = wakes();
        } finally {
            lock.unlock();
        }
        wake(wakes);
    }

    /** Called under the lock: whether the caller has to {@link #wake}. */
    private boolean wakes() {
        if (running || calls.isEmpty()) {
            return false;
        }
        running = true;
        return true;
    }

    private void wake(boolean wakes) {
        if (wakes) {
            workers.execute(this::drain);
        }
    }

    private void drain() {
        for (Runnable call = next(); call != null; call = next()) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "A listener of an event source failed; the source is closed", e);
                source.close();
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable next = calls.pollFirst();
            running = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }
}
