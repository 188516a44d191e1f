// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.internal.eventsource.EventSourceConnection;
import dev.tautline.internal.eventsource.RequestFacts;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Opens event sources on servlet requests, in any Servlet 6 container. The servlet and the filters in front of it have to be {@code asyncSupported}. No
 * thread is held: the servlet returns, the response stays open until the source is closed, the client goes, or the application ends.
 */
public final class ServletEventSources {
    private ServletEventSources() {}

    /** Whether a request asks for an event stream; see {@link EventSource#isEventSource(String, java.util.List)}. */
    public static boolean isEventSource(HttpServletRequest request) {
        return EventSource.isEventSource(request.getMethod(), Collections.list(request.getHeaders("Accept")));
    }

    /** Opens a source with the default options; otherwise as {@link #open(HttpServletRequest, HttpServletResponse, EventSourceOptions, Consumer)}. */
    public static EventSource open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return open(request, response, EventSourceOptions.DEFAULTS);
    }

    /** Opens a source; otherwise as {@link #open(HttpServletRequest, HttpServletResponse, EventSourceOptions, Consumer)}. */
    public static EventSource open(HttpServletRequest request, HttpServletResponse response, EventSourceOptions options)
            throws IOException {
        return open(request, response, options, source -> {});
    }

    /**
     * Answers a request with an event stream. The request is not asked whether it wants one: see {@link #isEventSource}. The calling servlet must return
     * before anything is written; what is sent before waits.
     *
     * @param listeners adds the listeners, before anything can happen
     * @return the source; it ends with the application at the latest
     * @throws IllegalStateException if the response is committed, if the servlet or a filter is not {@code asyncSupported}, or if the application was
     *     started without our initializer
     */
    public static EventSource open(
            HttpServletRequest request,
            HttpServletResponse response,
            EventSourceOptions options,
            Consumer<? super EventSource> listeners)
            throws IOException {
        if (response.isCommitted()) {
            throw new IllegalStateException("The response is committed: nothing may be written before an event stream");
        }
        if (!request.isAsyncSupported()) {
            throw new IllegalStateException("An event stream needs asyncSupported=true at the servlet for "
                    + request.getServletPath() + " and at every filter in front of it");
        }
        Deployment deployment = Deployment.existing(request.getServletContext());
        RequestFacts facts = RequestFacts.of(new ServletUpgradeRequest(request, request), options.proxies());
        writeHead(request, response, options);
        AsyncContext async =
                request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync(request, response);
        async.setTimeout(0);
        ResponseThreads threads = ResponseThreads.of(request);
        if (threads.onIoThread()) {
            // Makes the buffer useless: Undertow leaves what a flush could not write in it, and tells nobody.
            response.setBufferSize(1);
        }
        AsyncEventSink sink = new AsyncEventSink(
                async, response.getOutputStream(), threads, deployment.runtime().workers());
        request.setAttribute(AsyncEventSink.ATTRIBUTE, sink);
        EventSourceConnection source = new EventSourceConnection(
                sink,
                facts,
                options,
                deployment.runtime().timers(),
                inApplication(deployment.runtime().workers()));
        listeners.accept(source);
        deployment.eventSources().add(source);
        source.start();
        return source;
    }

    private static void writeHead(
            HttpServletRequest request, HttpServletResponse response, EventSourceOptions options) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-cache, no-store");
        // RFC 9113 §8.2.2: "An endpoint MUST NOT generate an HTTP/2 message containing connection-specific header
        // fields."
        if (request.getProtocol().startsWith("HTTP/1")) {
            response.setHeader("Connection", "close");
        }
        options.headers().forEach(header -> response.addHeader(header.getKey(), header.getValue()));
    }

    /** Runs code of the application under the class loader that it has now. */
    private static Executor inApplication(Executor workers) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return task -> workers.execute(() -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                task.run();
            } finally {
                thread.setContextClassLoader(before);
                // Whatever interrupted the application's code was meant for it, not for the thread's next work.
                Thread.interrupted();
            }
        });
    }
}
