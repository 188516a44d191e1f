// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.servlet.ServletEventSources;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A clock that an {@code EventSource} in a browser shows; other requests get a greeting (faye's README). Register it asynchronous. */
public final class EventSourceClock extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Clock clock;
    private final transient Duration tick;
    private final transient ScheduledExecutorService timer;

    /** @param tick how often the time is sent; 1 s for a clock */
    public EventSourceClock(Clock clock, Duration tick, ScheduledExecutorService timer) {
        this.clock = clock;
        this.tick = tick;
        this.timer = timer;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ServletEventSources.isEventSource(request)) {
            response.setContentType("text/plain");
            response.getWriter().print("Hello");
            return;
        }
        var source = ServletEventSources.open(request, response);
        ScheduledFuture<?> loop = timer.scheduleAtFixedRate(
                () -> source.send(clock.instant().toString()), 0, tick.toNanos(), TimeUnit.NANOSECONDS);
        source.onClose(closed -> loop.cancel(false));
    }
}
