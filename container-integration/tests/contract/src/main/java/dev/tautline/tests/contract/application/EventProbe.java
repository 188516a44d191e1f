// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.tests.contract.wire.Await;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A test's side of event sources: what they are opened with, and what their listeners have seen. Any thread. */
public final class EventProbe {
    private static final Map<String, EventProbe> PROBES = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final EventSourceOptions options;
    private final Consumer<EventSource> inServlet;
    private final BlockingQueue<EventSource> sources = new LinkedBlockingQueue<>();
    private final Set<Thread> touching = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Hold hold;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile ClassLoader loader = EventProbe.class.getClassLoader();

    /**
     * @param inServlet runs in the servlet, with the source just opened
     */
    public EventProbe(EventSourceOptions options, Consumer<EventSource> inServlet) {
        this.options = options;
        this.inServlet = inServlet;
        PROBES.put(id, this);
    }

    public EventProbe(EventSourceOptions options) {
        this(options, source -> {});
    }

    static EventProbe of(String id) {
        EventProbe probe = PROBES.get(id);
        if (probe == null) {
            throw new IllegalArgumentException("No test waits for " + id);
        }
        return probe;
    }

    /** Where its streams are. */
    public String path() {
        return "/events/" + id;
    }

    EventSourceOptions options() {
        return options;
    }

    void listen(EventSource source) {
        source.addListener(new EventSourceListener() {
            @Override
            public void onOpen(EventSource open) {
                loader = Thread.currentThread().getContextClassLoader();
                heard.add("open");
                opened.complete(null);
            }

            @Override
            public void onError(EventSource failed, Throwable cause) {
                heard.add("error");
            }

            @Override
            public void onClose(EventSource ended) {
                heard.add("close");
                closed.complete(null);
            }
        });
    }

    void touched(Thread thread) {
        touching.add(thread);
        Hold present = hold;
        if (present != null) {
            present.touched(thread);
        }
    }

    /** Keeps the next thread that uses the output stream of a response there. */
    public Hold hold() {
        Hold next = new Hold();
        hold = next;
        return next;
    }

    /** A thread that is kept inside an output stream until it is released, and those that come there meanwhile. */
    public static final class Hold {
        private final CompletableFuture<Thread> held = new CompletableFuture<>();
        private final CompletableFuture<Void> released = new CompletableFuture<>();
        private final Set<Thread> others = ConcurrentHashMap.newKeySet();

        private void touched(Thread thread) {
            if (held.complete(thread)) {
                Await.result("the thread in the output stream may go on", released);
            } else if (!released.isDone()) {
                others.add(thread);
            }
        }

        /** Waits until there is one. */
        public void await() {
            Await.result("a thread uses the output stream", held);
        }

        /** Who has used the stream beside it. */
        public Set<Thread> others() {
            return Set.copyOf(others);
        }

        /** Lets it go on. */
        public void release() {
            released.complete(null);
        }
    }

    /** The threads that have used the output stream of a response. */
    public Set<Thread> touching() {
        return Set.copyOf(touching);
    }

    void opened(EventSource source) {
        inServlet.accept(source);
        sources.add(source);
    }

    /** The next source that was opened. */
    public EventSource source() throws InterruptedException {
        EventSource source = sources.poll(Await.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        if (source == null) {
            throw new AssertionError("No event source in " + Await.DEADLINE.toSeconds() + " s");
        }
        return source;
    }

    /** Waits for the open event. */
    public void awaitOpen() {
        Await.result("the event source is open", opened);
    }

    /** Waits for the close event. */
    public void awaitClose() {
        Await.result("the event source is closed", closed);
    }

    /** The context class loader of the open listener. */
    public ClassLoader loader() {
        return loader;
    }

    /** What the listener was told. */
    public List<String> heard() {
        return List.copyOf(heard);
    }
}
