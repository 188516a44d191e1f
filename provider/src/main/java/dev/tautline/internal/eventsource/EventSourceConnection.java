// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.internal.connection.MessageDroppedException;
import dev.tautline.internal.connection.QueueFullException;
import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.transport.Blocking;
import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A source on a sink: joins queue, writer, lane and heartbeat. Any thread. Longer than most because it carries the whole public interface.
 */
public final class EventSourceConnection implements EventSource {
    /** How long {@link #close} writes what waits. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private static final ByteBuffer PING = ascii(":\r\n\r\n");

    private final EventSink sink;
    private final RequestFacts facts;
    private final EventSourceOptions options;
    private final Timers timers;
    private final Executor workers;
    private final EventQueue queue;
    private final EventWriter writer;
    private final EventLane lane;
    private final AtomicReference<ReadyState> state = new AtomicReference<>(ReadyState.CONNECTING);
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicReference<Timers.@Nullable Task> heartbeat = new AtomicReference<>();
    private final AtomicReference<Timers.@Nullable Task> closeDeadline = new AtomicReference<>();
    /** Set once. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Runs until it returns from the container's call; the response can't begin before that. */
    private volatile @Nullable Thread opener = Thread.currentThread();

    /**
     * @param workers run listeners and completions as the application's code has to be run
     */
    public EventSourceConnection(
            EventSink sink, RequestFacts facts, EventSourceOptions options, Timers timers, Executor workers) {
        this.sink = sink;
        this.facts = facts;
        this.options = options;
        this.timers = timers;
        this.workers = workers;
        this.queue = new EventQueue(options.outboundLimit());
        this.writer = new EventWriter(sink, queue, timers, workers);
        this.lane = new EventLane(this, workers);
        ByteBuffer retry = ascii("retry: " + options.retry().toMillis() + "\r\n\r\n");
        queue.offer(new QueuedEvent(retry, false), SlowConsumerPolicy.FAIL, new ArrayList<>(0));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    /** Begins the response; once, after the listeners have been added. */
    public void start() {
        scheduleHeartbeat();
        sink.start(new SinkListener());
    }

    private final class SinkListener implements EventSink.Listener {
        @Override
        public void onOpen() {
            opener = null;
            if (state.compareAndSet(ReadyState.CONNECTING, ReadyState.OPEN)) {
                lane.opened();
            }
            writer.opened();
        }

        @Override
        public void onWritten() {
            writer.onWritten();
        }

        @Override
        public void onFailure(Throwable cause) {
            fail(cause);
        }

        @Override
        public void onClosed() {
            state.set(ReadyState.CLOSED);
            opener = null;
            cancel(heartbeat);
            cancel(closeDeadline);
            queue.close();
            writer.closed(failure.get());
            lane.closed();
            ended.complete(null);
        }
    }

    private void fail(Throwable cause) {
        if (state.get() != ReadyState.CLOSED && failure.compareAndSet(null, cause)) {
            lane.failed(cause);
        }
    }

    @Override
    public CompletionStage<Void> send(ServerSentEvent event, SlowConsumerPolicy policy) {
        return send(new QueuedEvent(event.bytes(), true), policy);
    }

    @Override
    public CompletionStage<Void> ping() {
        return send(new QueuedEvent(PING, false), SlowConsumerPolicy.FAIL);
    }

    private CompletionStage<Void> send(QueuedEvent event, SlowConsumerPolicy policy) {
        EventQueue.Outcome outcome;
        try {
            outcome = policy == SlowConsumerPolicy.BLOCK ? offerBlocking(event) : offer(event, policy);
        } catch (InterruptedIOException e) {
            EventWriter.complete(event, e);
            return event.written();
        }
        switch (outcome) {
            case QUEUED -> {
                overflowing.set(false);
                writer.flush(event);
            }
            case CLOSED -> EventWriter.complete(event, EventWriter.cause(failure.get()));
            case DROPPED -> {
                dropped.incrementAndGet();
                EventWriter.complete(event, new MessageDroppedException());
            }
            case FULL -> overflowed(event, policy);
        }
        return event.written();
    }

    private EventQueue.Outcome offer(QueuedEvent event, SlowConsumerPolicy policy) {
        List<QueuedEvent> older = new ArrayList<>(0);
        EventQueue.Outcome outcome = queue.offer(event, policy, older);
        if (!older.isEmpty()) {
            dropped.addAndGet(older.size());
            writer.complete(older, null, new MessageDroppedException());
        }
        return outcome;
    }

    private EventQueue.Outcome offerBlocking(QueuedEvent event) throws InterruptedIOException {
        EventQueue.Outcome outcome = offer(event, SlowConsumerPolicy.BLOCK);
        long left = EventQueue.nanos(options.sendTimeout());
        while (outcome == EventQueue.Outcome.FULL && left > 0 && opener != Thread.currentThread()) {
            Blocking.begin();
            try {
                left = queue.awaitRoom(event, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while an event waited for room; it was not sent");
            }
            outcome = offer(event, SlowConsumerPolicy.BLOCK);
        }
        return outcome;
    }

    /** One error event for each time that the queue is full, however many sends meet that. */
    private void overflowed(QueuedEvent event, SlowConsumerPolicy policy) {
        boolean blocked = policy == SlowConsumerPolicy.BLOCK && opener != Thread.currentThread();
        Exception cause = blocked
                ? new SocketTimeoutException("The client took too little for " + options.sendTimeout())
                : new QueueFullException(options.outboundLimit());
        EventWriter.complete(event, cause);
        if (blocked || policy == SlowConsumerPolicy.CLOSE) {
            abort(cause);
        } else if (!overflowing.getAndSet(true)) {
            lane.failed(cause);
        }
    }

    private void abort(Throwable cause) {
        fail(cause);
        queue.close();
        sink.abort();
    }

    private void scheduleHeartbeat() {
        schedule(heartbeat, this::heartbeat, options.ping());
    }

    private void schedule(AtomicReference<Timers.@Nullable Task> slot, Runnable task, Duration delay) {
        slot.set(timers.schedule(() -> workers.execute(task), EventQueue.nanos(delay)));
        if (state.get() == ReadyState.CLOSED) {
            cancel(slot);
        }
    }

    private static void cancel(AtomicReference<Timers.@Nullable Task> slot) {
        Timers.Task task = slot.getAndSet(null);
        if (task != null) {
            task.cancel();
        }
    }

    private void heartbeat() {
        if (readyState().code() > ReadyState.OPEN.code()) {
            return;
        }
        long limit = EventQueue.nanos(options.writeTimeout());
        if (limit > 0 && writer.stalledNanos() > limit) {
            abort(new SocketTimeoutException("The client took nothing for " + options.writeTimeout()));
            return;
        }
        // What waits already keeps the connection alive.
        if (queue.isEmpty()) {
            ping();
        }
        scheduleHeartbeat();
    }

    @Override
    public void close() {
        // In this order: it may open in between.
        if (!state.compareAndSet(ReadyState.CONNECTING, ReadyState.CLOSING)
                && !state.compareAndSet(ReadyState.OPEN, ReadyState.CLOSING)) {
            return;
        }
        cancel(heartbeat);
        schedule(closeDeadline, sink::abort, CLOSE_TIMEOUT);
        queue.close();
        writer.end();
    }

    /** Completes when the sink has closed. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public String url() {
        return facts.url();
    }

    @Override
    public String lastEventId() {
        return facts.lastEventId();
    }

    @Override
    public ReadyState readyState() {
        return Objects.requireNonNull(state.get());
    }

    @Override
    public long bufferedAmount() {
        return queue.bufferedAmount();
    }

    @Override
    public long droppedEvents() {
        return dropped.get();
    }

    @Override
    public EventSourceOptions options() {
        return options;
    }

    @Override
    public EventSource addListener(EventSourceListener listener) {
        lane.add(listener);
        return this;
    }

    @Override
    public EventSource removeListener(EventSourceListener listener) {
        lane.remove(listener);
        return this;
    }
}
