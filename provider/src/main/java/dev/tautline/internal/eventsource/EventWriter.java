// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.internal.connection.Timers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the queue holds, one write at a time. The state of the write belongs to whoever runs {@link #advance}, one thread at a time
 * ({@link #turns} counts who asked). Sends are completed after that: the caller's own at once, since nobody has its future yet, those of others on a
 * worker, because the application's code may wait there.
 */
final class EventWriter {
    private final EventSink sink;
    private final EventQueue queue;
    private final Timers timers;
    private final Executor workers;
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean written = new AtomicBoolean();

    private volatile boolean open;
    private volatile boolean ending;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    /** Whether the sink is awaited, and since when: for a write, and at first for its opening. */
    private volatile boolean awaiting = true;

    private volatile long awaitingSince;

    // Touched in advance only.
    private List<QueuedEvent> inFlight = List.of();
    private int inFlightLength;

    EventWriter(EventSink sink, EventQueue queue, Timers timers, Executor workers) {
        this.sink = sink;
        this.queue = queue;
        this.timers = timers;
        this.workers = workers;
        this.awaitingSince = timers.nanoTime();
    }

    /** The sink takes bytes from now on. */
    void opened() {
        awaiting = false;
        open = true;
        flush(null);
    }

    /** The sink has taken the outstanding write. */
    void onWritten() {
        written.set(true);
        flush(null);
    }

    /** Ends the response once the queue is empty. */
    void end() {
        ending = true;
        flush(null);
    }

    /** The sink has closed: fails whatever is unwritten. */
    void closed(@Nullable Throwable cause) {
        failure = cause;
        ended = true;
        flush(null);
    }

    /** How long the sink has let us wait, in nanoseconds; 0 if it does not. */
    long stalledNanos() {
        // In this order: the other way round a write that begins between the two would have waited since the one
        // before.
        return awaiting ? timers.nanoTime() - awaitingSince : 0;
    }

    /**
     * Writes what can be written now.
     *
     * @param own the event of the calling send, whose future nobody has seen yet
     */
    void flush(@Nullable QueuedEvent own) {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        List<QueuedEvent> done = new ArrayList<>();
        List<QueuedEvent> failed = new ArrayList<>(0);
        int asked = 1;
        do {
            advance(done, failed);
            asked = turns.addAndGet(-asked);
        } while (asked != 0);
        complete(done, own, null);
        if (!failed.isEmpty()) {
            complete(failed, own, cause(failure));
        }
    }

    private void advance(List<QueuedEvent> done, List<QueuedEvent> failed) {
        if (ended) {
            failed.addAll(inFlight);
            inFlight = List.of();
            failed.addAll(queue.end());
            return;
        }
        if (written.getAndSet(false)) {
            finishWrite(done);
        }
        while (open && inFlight.isEmpty()) {
            inFlight = queue.pollBatch();
            if (inFlight.isEmpty()) {
                if (ending) {
                    sink.end();
                }
                return;
            }
            byte[] bytes = join(inFlight);
            inFlightLength = bytes.length;
            awaitingSince = timers.nanoTime();
            awaiting = true;
            if (sink.write(bytes)) {
                finishWrite(done);
            }
        }
    }

    private void finishWrite(List<QueuedEvent> done) {
        awaiting = false;
        queue.written(inFlightLength);
        done.addAll(inFlight);
        inFlight = List.of();
    }

    private static byte[] join(List<QueuedEvent> events) {
        int length = 0;
        for (QueuedEvent event : events) {
            length += event.length();
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (QueuedEvent event : events) {
            event.bytes().duplicate().get(bytes, at, event.length());
            at += event.length();
        }
        return bytes;
    }

    /** What a send fails with after the end. */
    static IOException cause(@Nullable Throwable failure) {
        return failure == null
                ? new ClosedChannelException()
                : new IOException("The connection to the client has broken", failure);
    }

    /** Completes sends, successfully unless there is a cause. */
    void complete(List<QueuedEvent> events, @Nullable QueuedEvent own, @Nullable Throwable cause) {
        List<QueuedEvent> others = new ArrayList<>(events);
        if (own != null && others.remove(own)) {
            complete(own, cause);
        }
        if (!others.isEmpty()) {
            workers.execute(() -> others.forEach(event -> complete(event, cause)));
        }
    }

    static void complete(QueuedEvent event, @Nullable Throwable cause) {
        if (cause == null) {
            event.written().complete(null);
        } else {
            event.written().completeExceptionally(cause);
        }
    }
}
