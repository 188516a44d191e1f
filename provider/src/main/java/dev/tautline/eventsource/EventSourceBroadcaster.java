// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import dev.tautline.spec.SlowConsumerPolicy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends events to many sources, and replays to those that come back what they have missed. All sources get the events in one order; what a source
 * misses and what comes next join without gap and without repetition, also while events are sent. Any thread may call any method.
 *
 * <p>A broadcast never waits: at a source whose policy is {@link SlowConsumerPolicy#BLOCK} it counts as {@link SlowConsumerPolicy#FAIL}. A source
 * that closes is taken out.
 */
public final class EventSourceBroadcaster implements AutoCloseable {
    /** Work on the sources. What completes futures of the application is put aside: it runs when others may work again. */
    private interface Task {
        void run(List<Runnable> afterwards);
    }

    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final String idPrefix;

    // Touched by tasks only, one at a time.
    private final Set<EventSource> sources = new LinkedHashSet<>();
    private final EventReplay replay;
    private long count;
    private boolean closed;

    private EventSourceBroadcaster(Builder builder) {
        this.replay = new EventReplay(builder.replayEvents, builder.replayBytes);
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        this.idPrefix = HexFormat.of().formatHex(random) + '-';
    }

    /** A broadcaster that keeps nothing. */
    public static EventSourceBroadcaster create() {
        return builder().build();
    }

    /** A broadcaster to be configured. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private int replayEvents;
        private long replayBytes = 1024 * 1024;

        private Builder() {}

        /**
         * How many events are kept for sources that come back with a {@code Last-Event-ID}; 0, the default, keeps none. Events without an id get
         * one then.
         */
        public Builder replayEvents(int replayEvents) {
            this.replayEvents = replayEvents;
            return this;
        }

        /** How many bytes are kept at most, whatever the number of events. Default 1 MiB. */
        public Builder replayBytes(long replayBytes) {
            this.replayBytes = replayBytes;
            return this;
        }

        /**
         * @throws IllegalArgumentException if a value is negative
         */
        public EventSourceBroadcaster build() {
            if (replayEvents < 0 || replayBytes < 0) {
                throw new IllegalArgumentException("replayEvents and replayBytes are 0 or more");
            }
            return new EventSourceBroadcaster(this);
        }
    }

    /** What a newcomer has missed. */
    public enum Replayed {
        /** It has been nowhere before, or missed nothing. */
        NOTHING,
        /** Everything it missed has been sent. */
        ALL,
        /** Its last event is kept no longer: what is kept has been sent, and something before that may be lost. */
        SOME
    }

    /**
     * What became of one broadcast.
     *
     * @param written how many sources it was written to
     * @param failed the others, and why
     */
    public record Result(int written, Map<EventSource, Throwable> failed) {}

    /**
     * Adds a source and sends it what it has missed since its {@link EventSource#lastEventId}.
     *
     * @return completes when that has been sent (not written). A closed broadcaster closes the source
     */
    public CompletionStage<Replayed> register(EventSource source) {
        CompletableFuture<Replayed> replayed = new CompletableFuture<>();
        run(afterwards -> {
            if (closed) {
                source.close();
                afterwards.add(() -> replayed.complete(Replayed.NOTHING));
                return;
            }
            EventReplay.Missed missed = replay.after(source.lastEventId());
            missed.events().forEach(event -> send(source, event));
            sources.add(source);
            afterwards.add(() -> replayed.complete(missed.replayed()));
        });
        source.onClose(this::unregister);
        return replayed;
    }

    /** Takes a source out; it stays open. */
    public void unregister(EventSource source) {
        run(afterwards -> sources.remove(source));
    }

    /** Sends an event of the type {@code message}; returns as {@link #broadcast(ServerSentEvent)}. */
    public CompletionStage<Result> broadcast(CharSequence data) {
        return broadcast(ServerSentEvent.of(data));
    }

    /**
     * Sends an event to all sources.
     *
     * @return completes when every source has written it or failed to; never fails
     */
    public CompletionStage<Result> broadcast(ServerSentEvent event) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        run(afterwards -> {
            count++;
            boolean needsId = replay.keeps() && event.id() == null;
            ServerSentEvent sent = needsId ? event.withId(idPrefix + count) : event;
            if (!closed) {
                replay.add(sent);
            }
            afterwards.add(collect(sent, result));
        });
        return result;
    }

    /** Sends; the returned work completes the result, unless a source is slower. */
    private Runnable collect(ServerSentEvent event, CompletableFuture<Result> result) {
        Map<EventSource, Throwable> failed = new ConcurrentHashMap<>();
        int receivers = sources.size();
        AtomicInteger open = new AtomicInteger(receivers + 1);
        Runnable one = () -> {
            if (open.decrementAndGet() == 0) {
                result.complete(new Result(receivers - failed.size(), Map.copyOf(failed)));
            }
        };
        for (EventSource source : sources) {
            send(source, event).whenComplete((done, cause) -> {
                if (cause != null) {
                    failed.put(source, cause);
                }
                one.run();
            });
        }
        return one;
    }

    private static CompletionStage<Void> send(EventSource source, ServerSentEvent event) {
        SlowConsumerPolicy policy = source.options().slowConsumerPolicy();
        return source.send(event, policy == SlowConsumerPolicy.BLOCK ? SlowConsumerPolicy.FAIL : policy);
    }

    /** How many sources there are. */
    public CompletionStage<Integer> size() {
        CompletableFuture<Integer> size = new CompletableFuture<>();
        run(afterwards -> {
            int now = sources.size();
            afterwards.add(() -> size.complete(now));
        });
        return size;
    }

    /** Closes all sources, and those that come later. Idempotent. */
    @Override
    public void close() {
        run(afterwards -> {
            closed = true;
            sources.forEach(EventSource::close);
            sources.clear();
        });
    }

    /** Runs tasks one at a time in the order of their coming, on whichever thread finds none running. No lock is held meanwhile. */
    private void run(Task task) {
        tasks.add(task);
        if (turns.getAndIncrement() != 0) {
            return;
        }
        List<Runnable> afterwards = new ArrayList<>();
        int asked = 1;
        do {
            for (Task next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run(afterwards);
            }
            asked = turns.addAndGet(-asked);
        } while (asked != 0);
        afterwards.forEach(Runnable::run);
    }
}
