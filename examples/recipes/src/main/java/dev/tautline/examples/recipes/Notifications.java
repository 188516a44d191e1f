// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.servlet.ServletEventSources;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Events with a type and an id for pages of any origin; pings every 15 s, and has browsers come back after 10 s (faye's README). Register it
 * asynchronous.
 */
public final class Notifications extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final EventSourceOptions OPTIONS = EventSourceOptions.builder()
            .header("Access-Control-Allow-Origin", "*")
            .ping(Duration.ofSeconds(15))
            .retry(Duration.ofSeconds(10))
            .build();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ServletEventSources.isEventSource(request)) {
            response.sendError(HttpServletResponse.SC_NOT_ACCEPTABLE);
            return;
        }
        EventSource source = ServletEventSources.open(request, response, OPTIONS);
        if (!source.lastEventId().equals("99")) {
            source.send("Breaking News!", "notification", "99");
        }
        source.ping();
    }
}
