// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import dev.tautline.jakarta.JakartaServerContainer;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;

/** Tells an application's container of HTTP sessions that end or get another id. */
final class HttpSessionWatch implements HttpSessionListener, HttpSessionIdListener {
    /** On an HTTP session that ends: containers call it valid until all listeners have run. */
    private static final String ENDING = HttpSessionWatch.class.getName() + ".ending";

    private final JakartaServerContainer container;

    HttpSessionWatch(JakartaServerContainer container) {
        this.container = container;
    }

    /** The id that a session has now, or {@code null} if it has ended or is about to. */
    static @Nullable String idOf(Object httpSession) {
        HttpSession session = (HttpSession) httpSession;
        try {
            // Throws for a session that is no longer valid; getId does not.
            return session.getAttribute(ENDING) == null ? session.getId() : null;
        } catch (IllegalStateException e) {
            return null;
        }
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        container.httpSessionIdChanged(oldSessionId, event.getSession().getId());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        try {
            session.setAttribute(ENDING, true);
        } catch (IllegalStateException e) {
            // It counts as ended already.
        }
        container.httpSessionEnded(session.getId());
    }
}
