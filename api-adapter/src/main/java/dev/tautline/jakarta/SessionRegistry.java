// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.spec.CloseCode;
import jakarta.websocket.Session;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open sessions of one container in one role, by endpoint. Any thread. */
final class SessionRegistry {
    private final Map<Object, Set<JakartaSession>> byEndpoint = new ConcurrentHashMap<>();
    private final Set<JakartaSession> opened = ConcurrentHashMap.newKeySet();
    /** From before the start of the connection until its instances are destroyed: what a shutdown waits for. */
    private final Set<JakartaSession> alive = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<@Nullable Void> allClosed = new CompletableFuture<>();
    private volatile boolean shuttingDown;

    Set<Session> openSessions(JakartaSession of) {
        Set<Session> open = new HashSet<>();
        for (JakartaSession session : byEndpoint.getOrDefault(of.endpointKey(), Set.of())) {
            if (session.isOpen()) {
                open.add(session);
            }
        }
        return Collections.unmodifiableSet(open);
    }

    /** The session is about to start; {@link #opened} follows. */
    void arriving(JakartaSession session) {
        alive.add(session);
    }

    void opened(JakartaSession session) {
        opened.add(session);
        byEndpoint.compute(session.endpointKey(), (key, sessions) -> {
            Set<JakartaSession> open = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
            open.add(session);
            return open;
        });
        if (shuttingDown) {
            goAway(session);
        }
    }

    void closed(JakartaSession session) {
        byEndpoint.computeIfPresent(session.endpointKey(), (key, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
        opened.remove(session);
    }

    /** The session's instances have been destroyed, or it has not started. */
    void released(JakartaSession session) {
        alive.remove(session);
        if (shuttingDown && alive.isEmpty()) {
            allClosed.complete(null);
        }
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Closes every session with 1001, now and as they come. */
    CompletableFuture<@Nullable Void> shutdown() {
        shuttingDown = true;
        opened.forEach(SessionRegistry::goAway);
        if (alive.isEmpty()) {
            allClosed.complete(null);
        }
        return allClosed;
    }

    static void goAway(JakartaSession session) {
        session.close(CloseCode.GOING_AWAY, "");
    }
}
