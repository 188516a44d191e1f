// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.spec.CloseCode;
import java.security.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open sessions whose opening handshake was authenticated, and the HTTP sessions that they end with. Any thread.
 *
 * <p>Jakarta WebSocket §7.2: the connection of an authenticated user is closed with 1008 when the HTTP session of its handshake ends.
 */
final class AuthenticatedSessions {
    private final HttpSessions httpSessions;
    private final Set<JakartaSession> open = ConcurrentHashMap.newKeySet();

    /** Guards the two maps, which are each other's inverse. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Set<JakartaSession>> sessionsOf = new HashMap<>();
    private final Map<JakartaSession, String> idOf = new HashMap<>();

    AuthenticatedSessions(HttpSessions httpSessions) {
        this.httpSessions = httpSessions;
    }

    /** The session counts from now; it is closed at once if its HTTP session has ended since the handshake. */
    void opened(JakartaSession session) {
        if (session.authenticatedUser() == null) {
            return;
        }
        open.add(session);
        Object httpSession = session.httpSession();
        if (httpSession != null) {
            follow(session, httpSession);
        }
    }

    /** An id that changes, or a session that ends, while this runs is seen by the second look or by the event. */
    private void follow(JakartaSession session, Object httpSession) {
        String id = httpSessions.idOf(httpSession);
        while (id != null) {
            String followed = id;
            add(session, followed);
            id = httpSessions.idOf(httpSession);
            if (followed.equals(id)) {
                return;
            }
            remove(session);
        }
        httpSessionOver(session);
    }

    void closed(JakartaSession session) {
        if (open.remove(session)) {
            remove(session);
        }
    }

    /** The container has given an HTTP session another id. */
    void idChanged(String from, String to) {
        lock.lock();
        try {
            for (JakartaSession session :
                    sessionsOf.getOrDefault(from, Set.of()).toArray(JakartaSession[]::new)) {
                remove(session);
                add(session, to);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(JakartaSession session, String id) {
        lock.lock();
        try {
            sessionsOf.computeIfAbsent(id, key -> new HashSet<>()).add(session);
            idOf.put(session, id);
        } finally {
            lock.unlock();
        }
    }

    private void remove(JakartaSession session) {
        lock.lock();
        try {
            String id = idOf.remove(session);
            if (id != null) {
                sessionsOf.computeIfPresent(id, (key, sessions) -> {
                    sessions.remove(session);
                    return sessions.isEmpty() ? null : sessions;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return how many sessions were told to close */
    int httpSessionEnded(String id) {
        List<JakartaSession> sessions;
        lock.lock();
        try {
            sessions = List.copyOf(sessionsOf.getOrDefault(id, Set.of()));
        } finally {
            lock.unlock();
        }
        sessions.forEach(AuthenticatedSessions::httpSessionOver);
        return sessions.size();
    }

    /** @return how many sessions were told to close */
    int loggedOut(String userName) {
        List<JakartaSession> sessions =
                open.stream().filter(session -> isOf(session, userName)).toList();
        sessions.forEach(session -> session.close(CloseCode.POLICY_VIOLATION, "The user has logged out"));
        return sessions.size();
    }

    private static boolean isOf(JakartaSession session, String userName) {
        Principal user = session.authenticatedUser();
        return user != null && userName.equals(user.getName());
    }

    private static void httpSessionOver(JakartaSession session) {
        session.close(CloseCode.POLICY_VIOLATION, "The HTTP session has ended");
    }
}
