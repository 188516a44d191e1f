// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.Timers;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionOwner;
import dev.tautline.spec.CloseCode;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The open sessions of one application, by endpoint. Any thread. */
final class ServerSessions implements SessionOwner {
    private final WebSocketContainer container;
    private final ConnectionRuntime runtime;
    private final ClassLoader applicationLoader;
    private final Map<Object, Set<JakartaSession>> byEndpoint = new ConcurrentHashMap<>();
    private final Set<JakartaSession> all = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> allClosed = new CompletableFuture<>();
    private volatile boolean shuttingDown;

    ServerSessions(WebSocketContainer container, ConnectionRuntime runtime, ClassLoader applicationLoader) {
        this.container = container;
        this.runtime = runtime;
        this.applicationLoader = applicationLoader;
    }

    @Override
    public WebSocketContainer container() {
        return container;
    }

    @Override
    public Set<Session> openSessions(JakartaSession of) {
        Set<Session> open = new HashSet<>();
        for (JakartaSession session : byEndpoint.getOrDefault(of.endpointKey(), Set.of())) {
            if (session.isOpen()) {
                open.add(session);
            }
        }
        return Collections.unmodifiableSet(open);
    }

    @Override
    public void opened(JakartaSession session) {
        all.add(session);
        byEndpoint
                .computeIfAbsent(session.endpointKey(), key -> ConcurrentHashMap.newKeySet())
                .add(session);
        if (shuttingDown) {
            goAway(session);
        }
    }

    @Override
    public void closed(JakartaSession session) {
        byEndpoint.getOrDefault(session.endpointKey(), Set.of()).remove(session);
        all.remove(session);
        if (shuttingDown && all.isEmpty()) {
            allClosed.complete(null);
        }
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    /** Closes every session with 1001, now and as they come. */
    CompletableFuture<@Nullable Void> shutdown() {
        shuttingDown = true;
        all.forEach(ServerSessions::goAway);
        if (all.isEmpty()) {
            allClosed.complete(null);
        }
        return allClosed;
    }

    private static void goAway(JakartaSession session) {
        session.close(CloseCode.GOING_AWAY, "");
    }

    @Override
    public Timers timers() {
        return runtime.timers();
    }

    @Override
    public Executor workers() {
        return runtime.workers();
    }

    @Override
    public ClassLoader applicationLoader() {
        return applicationLoader;
    }
}
