// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.eventsource.EventSink;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The container's call that a write waits for, beside an end that has no work yet, where only the container's threads may touch the response. */
@Timeout(120)
class AsyncEventSinkTest {
    private static final int ROUNDS = 20_000;
    private static final int SPINS = 1_000;

    @Test
    void anEndThatMeetsTheCallOfTheContainer() throws Exception {
        AtomicInteger ready = new AtomicInteger();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                Stream stream = new Stream();
                stream.open();
                stream.writeWithoutFlush();
                int delay = round & 63;
                ready.set(0);
                Future<?> ending = other.submit(() -> {
                    meet(ready);
                    stream.sink.end();
                });
                meet(ready);
                for (int wait = delay; wait > 0; wait--) {
                    Thread.onSpinWait();
                }
                stream.output.listener.onWritePossible();
                ending.get(30, TimeUnit.SECONDS);
                stream.dispatchIfAsked();
                assertEquals(List.of("open", "write", "flush", "written", "closed"), stream.events, "round " + round);
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** Without the time that it takes to wake a thread, which would keep the two apart. */
    private static void meet(AtomicInteger ready) {
        ready.incrementAndGet();
        for (int spins = 0; ready.get() < 2; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }

    /** One response as Tomcat carries it. */
    private static final class Stream implements EventSink.Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final AtomicInteger dispatches = new AtomicInteger();
        private final Output output = new Output(events);
        private final AsyncContext async = container(AsyncContext.class, Map.of(), method -> {
            if (method.equals("dispatch")) {
                dispatches.incrementAndGet();
            }
        });
        private final HttpServletRequest request = container(
                HttpServletRequest.class,
                Map.of(
                        "getServletContext",
                        container(ServletContext.class, Map.of(), method -> {}),
                        "getRequestURI",
                        "/events",
                        "getContextPath",
                        "",
                        "startAsync",
                        async),
                method -> {});
        private final AsyncEventSink sink = new AsyncEventSink(
                async,
                output,
                new ResponseThreads(Runnable::run, ContainerDispatch.of(request), null, false),
                Runnable::run);

        void open() throws IOException {
            sink.start(this);
            output.listener.onWritePossible();
        }

        /** The stream takes the bytes, and is busy then. */
        void writeWithoutFlush() throws IOException {
            sink.write(new byte[1]);
            output.busy = true;
            dispatchIfAsked();
            assertEquals(List.of("open", "write"), events);
            output.busy = false;
        }

        void dispatchIfAsked() throws IOException {
            if (dispatches.getAndSet(0) > 0) {
                sink.onDispatch(request);
                output.listener.onWritePossible();
            }
        }

        @Override
        public void onOpen() {
            events.add("open");
        }

        @Override
        public void onWritten() {
            events.add("written");
        }

        @Override
        public void onFailure(Throwable cause) {
            events.add("failure " + cause);
        }

        @Override
        public void onClosed() {
            events.add("closed");
        }
    }

    private static final class Output extends ServletOutputStream {
        private final List<String> events;
        private volatile WriteListener listener;
        /** Not ready behind a write. */
        private volatile boolean busy;

        private boolean written;

        Output(List<String> events) {
            this.events = events;
        }

        @Override
        public boolean isReady() {
            return !(busy && written);
        }

        @Override
        public void setWriteListener(WriteListener given) {
            listener = given;
        }

        @Override
        public void write(int b) {
            throw new AssertionError("one byte");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written = true;
            events.add("write");
        }

        @Override
        public void flush() {
            events.add("flush");
        }
    }

    private static <T> T container(Class<T> type, Map<String, Object> answers, Consumer<String> calls) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.accept(method.getName());
                    return answers.get(method.getName());
                }));
    }
}
