// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Stands first in ASYNC dispatches, and takes those that an event stream has made to get a thread of the container: nothing behind it sees them. */
final class EventStreamFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request.getAttribute(AsyncEventSink.ATTRIBUTE) instanceof AsyncEventSink sink)
                || !sink.onDispatch(request)) {
            chain.doFilter(request, response);
        }
    }
}
