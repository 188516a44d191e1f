// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.spec.CloseCode;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated handshakes of one application, the sessions that come of them, and the HTTP sessions that they end with. Any thread.
 *
 * <p>Jakarta WebSocket §7.2: the connection of an authenticated user is closed with 1008 when the HTTP session of its handshake ends.
 */
final class AuthenticatedSessions {
    private static final String HTTP_SESSION_ENDED = "The HTTP session has ended";

    private final HttpSessions httpSessions;

    /** Guards the collections and what entries hold. Not held while a session is closed. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Entry> entries = new HashSet<>();
    private final Map<String, Set<Entry>> byHttpSession = new HashMap<>();

    AuthenticatedSessions(HttpSessions httpSessions) {
        this.httpSessions = httpSessions;
    }

    /** One authenticated handshake, until its session has closed or none comes of it. */
    final class Entry {
        private final Principal user;
        private @Nullable String httpSessionId;
        private @Nullable JakartaSession session;
        /** Why the session has to end, once it has to. */
        private @Nullable String ended;

        private Entry(Principal user) {
            this.user = user;
        }

        /** The session has opened; it is closed at once if its user or HTTP session has gone since the handshake. */
        void opened(JakartaSession opened) {
            String reason;
            lock.lock();
            try {
                session = opened;
                reason = ended;
            } finally {
                lock.unlock();
            }
            if (reason != null) {
                opened.close(CloseCode.POLICY_VIOLATION, reason);
            }
        }

        /** The session has closed, or none comes. Idempotent. */
        void over() {
            lock.lock();
            try {
                entries.remove(this);
                leave(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * A handshake has been accepted. Called while its request runs: stores of sessions keep them at hand for that long.
     *
     * @return {@code null} where nobody was authenticated
     */
    @Nullable Entry begin(@Nullable Principal user, @Nullable Object httpSession) {
        if (user == null) {
            return null;
        }
        Entry entry = new Entry(user);
        lock.lock();
        try {
            entries.add(entry);
        } finally {
            lock.unlock();
        }
        if (httpSession != null) {
            follow(entry, httpSession);
        }
        return entry;
    }

    /** An id that changes, or a session that ends, while this runs is seen by the second look or by the event. */
    private void follow(Entry entry, Object httpSession) {
        String id = httpSessions.idOf(httpSession);
        while (id != null) {
            String followed = id;
            join(entry, followed);
            id = httpSessions.idOf(httpSession);
            if (followed.equals(id)) {
                return;
            }
        }
        end(List.of(entry), HTTP_SESSION_ENDED);
    }

    private void join(Entry entry, String id) {
        lock.lock();
        try {
            leave(entry);
            entry.httpSessionId = id;
            byHttpSession.computeIfAbsent(id, key -> new HashSet<>()).add(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Called under the lock. */
    private void leave(Entry entry) {
        String id = entry.httpSessionId;
        if (id != null) {
            entry.httpSessionId = null;
            byHttpSession.computeIfPresent(id, (key, joined) -> {
                joined.remove(entry);
                return joined.isEmpty() ? null : joined;
            });
        }
    }

    /** The container has given an HTTP session another id. */
    void idChanged(String from, String to) {
        lock.lock();
        try {
            for (Entry entry : List.copyOf(byHttpSession.getOrDefault(from, Set.of()))) {
                join(entry, to);
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return how many sessions are told to close, those included that are about to open */
    int httpSessionEnded(String id) {
        List<Entry> ending;
        lock.lock();
        try {
            ending = List.copyOf(byHttpSession.getOrDefault(id, Set.of()));
        } finally {
            lock.unlock();
        }
        return end(ending, HTTP_SESSION_ENDED);
    }

    /** @return how many sessions are told to close, those included that are about to open */
    int loggedOut(String userName) {
        List<Entry> ending;
        lock.lock();
        try {
            ending = entries.stream()
                    .filter(entry -> userName.equals(entry.user.getName()))
                    .toList();
        } finally {
            lock.unlock();
        }
        return end(ending, "The user has logged out");
    }

    private int end(List<Entry> ending, String reason) {
        List<JakartaSession> open = new ArrayList<>();
        lock.lock();
        try {
            for (Entry entry : ending) {
                entry.ended = reason;
                if (entry.session != null) {
                    open.add(entry.session);
                }
            }
        } finally {
            lock.unlock();
        }
        open.forEach(session -> session.close(CloseCode.POLICY_VIOLATION, reason));
        return ending.size();
    }
}
