// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.servlet.ServletEventSources;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Opens event sources for the {@link EventProbe} that the path names. */
public final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ServletEventSources.isEventSource(request)) {
            response.sendError(HttpServletResponse.SC_NOT_ACCEPTABLE);
            return;
        }
        EventProbe probe = EventProbe.of(request.getPathInfo().substring(1));
        probe.opened(ServletEventSources.open(
                request, new WatchedResponse(response, probe::touched), probe.options(), probe::listen));
    }
}
