// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceBroadcaster;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.servlet.ServletEventSources;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens an event source for each browser that asks for one. */
final class ClockServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient EventSourceBroadcaster broadcaster;
    private final transient EventSourceOptions options;
    private final transient Set<EventSource> open = ConcurrentHashMap.newKeySet();

    ClockServlet(EventSourceBroadcaster broadcaster, EventSourceOptions options) {
        this.broadcaster = broadcaster;
        this.options = options;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ServletEventSources.isEventSource(request)) {
            response.sendError(HttpServletResponse.SC_NOT_ACCEPTABLE);
            return;
        }
        EventSource source =
                ServletEventSources.open(request, response, options, opened -> opened.onClose(open::remove));
        open.add(source);
        broadcaster.register(source);
    }

    void disconnect() {
        open.forEach(EventSource::close);
    }
}
