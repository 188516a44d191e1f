// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The takeovers that this class path offers, in order, and the choice among them. Immutable but for what has been logged. */
final class Takeovers {
    private static final System.Logger LOG = System.getLogger(Takeovers.class.getName());

    private final TransportChoice choice;
    private final List<ConnectionTakeover> takeovers = new ArrayList<>();
    private final AtomicReference<@Nullable String> logged = new AtomicReference<>();

    /** @param shutdown as in {@link ConnectionTakeover#start} */
    Takeovers(TransportChoice choice, Runnable shutdown) {
        this.choice = choice;
        Iterator<ServiceLoader.Provider<ConnectionTakeover>> found =
                ServiceLoader.load(ConnectionTakeover.class, ConnectionTakeover.class.getClassLoader()).stream()
                        .iterator();
        for (ConnectionTakeover takeover = next(found); takeover != null; takeover = next(found)) {
            takeovers.add(takeover);
        }
        takeovers.add(new PortableTakeover());
        takeovers.sort(Comparator.comparingInt(ConnectionTakeover::order));
        takeovers.removeIf(takeover -> !starts(takeover, shutdown));
    }

    private static @Nullable ConnectionTakeover next(Iterator<ServiceLoader.Provider<ConnectionTakeover>> found) {
        while (true) {
            try {
                return found.hasNext() ? found.next().get() : null;
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.log(Level.DEBUG, "A takeover for another container was passed over", e);
            }
        }
    }

    private static boolean starts(ConnectionTakeover takeover, Runnable shutdown) {
        try {
            takeover.start(shutdown);
            return true;
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "A takeover for another container was passed over", e);
            return false;
        }
    }

    /** On which transports connections will run, and why. */
    String announcement(ServletContext context) {
        for (ConnectionTakeover takeover : takeovers) {
            try {
                String announcement = takeover.announcement(context, choice);
                if (announcement != null) {
                    return announcement;
                }
            } catch (LinkageError e) {
                LOG.log(Level.DEBUG, "A takeover for another container was passed over", e);
            }
        }
        throw new IllegalStateException("The portable takeover knows every container");
    }

    ConnectionTakeover choose(HttpServletRequest request) {
        for (ConnectionTakeover takeover : takeovers) {
            if (supports(takeover, request)) {
                logOnce(takeover);
                return takeover;
            }
        }
        throw new IllegalStateException("The portable takeover supports every request");
    }

    private boolean supports(ConnectionTakeover takeover, HttpServletRequest request) {
        try {
            return takeover.supports(request, choice);
        } catch (LinkageError e) {
            return false;
        }
    }

    void close() {
        takeovers.forEach(ConnectionTakeover::close);
    }

    private void logOnce(ConnectionTakeover takeover) {
        String before = logged.get();
        if (!takeover.name().equals(before) && logged.compareAndSet(before, takeover.name())) {
            LOG.log(Level.INFO, "WebSocket connections are taken over by: {0}", takeover.name());
        }
    }
}
