// SPDX-License-Identifier: Apache-2.0
package dev.tautline.eventsource;

import dev.tautline.spec.ReadyState;
import dev.tautline.spec.SlowConsumerPolicy;
import dev.tautline.spec.UpgradeRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of an event stream, with the semantics of faye-websocket. Opened by the module of a container:
 * {@code ServletEventSources.open} in servlets. Any thread may call any method at any time, also before the stream is open and
 * inside a listener; events of several threads never mix.
 *
 * <p>No thread is held while nothing is sent. A client that has gone is noticed by the next write, a ping at the latest.
 */
public interface EventSource extends AutoCloseable {
    /**
     * Whether a request asks for an event stream: a GET whose {@code Accept} has the element {@code text/event-stream}, exactly; one with a
     * parameter such as {@code ;q=0.9} is another.
     */
    static boolean isEventSource(UpgradeRequest request) {
        return isEventSource(request.method(), request.headers("Accept"));
    }

    /**
     * Whether a request asks for an event stream.
     *
     * @param accept the lines of the header {@code Accept}
     */
    static boolean isEventSource(String method, List<String> accept) {
        if (!method.equals("GET")) {
            return false;
        }
        for (String line : accept) {
            for (String element : line.split(",", -1)) {
                if (element.strip().equals("text/event-stream")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Sends an event of the type {@code message} without an id.
     *
     * @return completes when the event has been written. Fails with {@link java.nio.channels.ClosedChannelException} if the source is
     *     closing or closed, and with another {@link java.io.IOException} if the connection breaks or as the
     *     {@linkplain EventSourceOptions#slowConsumerPolicy policy} says
     */
    default CompletionStage<Void> send(CharSequence data) {
        return send(ServerSentEvent.of(data));
    }

    /**
     * Sends an event.
     *
     * @param event its type; {@code null} or empty is {@code message}
     * @param id what the client sends as {@code Last-Event-ID} when it comes back; {@code null} or empty leaves the last one as it is
     * @return as {@link #send(CharSequence)}
     * @throws IllegalArgumentException if {@code event} or {@code id} has a CR, LF or NUL in it
     */
    default CompletionStage<Void> send(CharSequence data, @Nullable String event, @Nullable String id) {
        return send(ServerSentEvent.of(data, event, id));
    }

    /** Sends an event; returns as {@link #send(CharSequence)}. */
    default CompletionStage<Void> send(ServerSentEvent event) {
        return send(event, options().slowConsumerPolicy());
    }

    /**
     * Sends an event under a policy of its own; returns as {@link #send(CharSequence)}.
     *
     * @param policy what to do when too much waits already
     */
    CompletionStage<Void> send(ServerSentEvent event, SlowConsumerPolicy policy);

    /** Sends a comment, which the client ignores, so that proxies see traffic; returns as {@link #send(CharSequence)}. */
    CompletionStage<Void> ping();

    /** The URL that the client asked for: {@code http} or {@code https}, absolute, with its query. */
    String url();

    /** The {@code Last-Event-ID} that the client sent because it has been here before, or the empty string. */
    String lastEventId();

    /** CONNECTING, then OPEN; CLOSING while {@link #close} writes what waits, then CLOSED. */
    ReadyState readyState();

    /** Bytes that have been sent but not written. */
    long bufferedAmount();

    /** Events that a policy has dropped so far. */
    long droppedEvents();

    /** What it was opened with. */
    EventSourceOptions options();

    /** Adds a listener; one that was added before is not added again. */
    EventSource addListener(EventSourceListener listener);

    /** Removes a listener. Does nothing if it is not there. */
    EventSource removeListener(EventSourceListener listener);

    /** Adds a listener for the open event; see {@link EventSourceListener#onOpen}. */
    default EventSource onOpen(Consumer<? super EventSource> listener) {
        return addListener(new EventSourceListener() {
            @Override
            public void onOpen(EventSource source) {
                listener.accept(source);
            }
        });
    }

    /** Adds a listener for errors; see {@link EventSourceListener#onError}. */
    default EventSource onError(BiConsumer<? super EventSource, ? super Throwable> listener) {
        return addListener(new EventSourceListener() {
            @Override
            public void onError(EventSource source, Throwable cause) {
                listener.accept(source, cause);
            }
        });
    }

    /** Adds a listener for the close event; see {@link EventSourceListener#onClose}. */
    default EventSource onClose(Consumer<? super EventSource> listener) {
        return addListener(new EventSourceListener() {
            @Override
            public void onClose(EventSource source) {
                listener.accept(source);
            }
        });
    }

    /**
     * Writes what waits and ends the response; whatever cannot be written within 30 s is dropped. Returns at once. Idempotent. The client will come
     * back by itself after {@linkplain EventSourceOptions#retry a while}: answer it with the status 204 to keep it away.
     */
    @Override
    void close();
}
