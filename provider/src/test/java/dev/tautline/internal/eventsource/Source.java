// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** One source in memory and in virtual time. */
final class Source implements EventSourceListener {
    static final String RETRY = "retry: 5000\r\n\r\n";

    final TestRuntime runtime;
    final MemorySink sink = new MemorySink();
    final EventSourceConnection connection;
    private final List<String> heard = new ArrayList<>();

    Source(TestRuntime runtime, String lastEventId, UnaryOperator<EventSourceOptions.Builder> options) {
        this.runtime = runtime;
        this.connection = new EventSourceConnection(
                sink,
                new RequestFacts("http://example.com/events", lastEventId),
                options.apply(EventSourceOptions.builder()).build(),
                runtime.timers(),
                runtime.workers());
        connection.addListener(this);
        connection.start();
    }

    Source(UnaryOperator<EventSourceOptions.Builder> options) {
        this(new TestRuntime(), "", options);
    }

    /** Open, and its head taken. */
    static Source open(UnaryOperator<EventSourceOptions.Builder> options) {
        Source source = new Source(options);
        source.sink.open();
        source.runtime.runAll();
        source.sink.take();
        source.heard();
        return source;
    }

    /** Open, with a client that reads nothing more. */
    static Source stalled(UnaryOperator<EventSourceOptions.Builder> options) {
        Source source = open(options);
        source.sink.hold();
        source.connection.send("stalled");
        return source;
    }

    /** The client takes all that waits. */
    String drain() {
        while (sink.isHolding()) {
            sink.takeHeld();
        }
        runtime.runAll();
        return sink.take();
    }

    void advance(Duration duration) {
        runtime.advance(duration);
    }

    /** What the listener was told since the last call. */
    List<String> heard() {
        runtime.runAll();
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /** {@code waiting}, {@code written}, or the class of the failure. */
    static String outcome(CompletionStage<Void> send) {
        var future = send.toCompletableFuture();
        if (!future.isDone()) {
            return "waiting";
        }
        return future.handle((done, cause) ->
                        cause == null ? "written" : cause.getClass().getSimpleName())
                .join();
    }

    @Override
    public void onOpen(EventSource source) {
        heard.add("open");
    }

    @Override
    public void onError(EventSource source, Throwable cause) {
        heard.add("error " + cause.getClass().getSimpleName());
    }

    @Override
    public void onClose(EventSource source) {
        heard.add("close");
    }
}
