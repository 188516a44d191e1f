// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.ConnectionRuntime;
import dev.tautline.internal.connection.Timers;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionOwner;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The sessions of one application's endpoints. Any thread. */
final class ServerSessions implements SessionOwner {
    private final ContainerDefaults container;
    private final ConnectionRuntime runtime;
    private final ClassLoader applicationLoader;
    private final SessionRegistry registry = new SessionRegistry();
    private final AuthenticatedSessions authenticated;
    private final Map<JakartaSession, AuthenticatedSessions.Entry> authenticatedBy = new ConcurrentHashMap<>();

    ServerSessions(
            ContainerDefaults container,
            ConnectionRuntime runtime,
            ClassLoader applicationLoader,
            HttpSessions httpSessions) {
        this.container = container;
        this.runtime = runtime;
        this.applicationLoader = applicationLoader;
        this.authenticated = new AuthenticatedSessions(httpSessions);
    }

    AuthenticatedSessions authenticated() {
        return authenticated;
    }

    @Override
    public WebSocketContainer container() {
        return container;
    }

    @Override
    public Set<Session> openSessions(JakartaSession of) {
        return registry.openSessions(of);
    }

    /**
     * The session is about to start; {@link #opened} follows.
     *
     * @param entry of its handshake where that was authenticated
     */
    void arriving(JakartaSession session, AuthenticatedSessions.@Nullable Entry entry) {
        if (entry != null) {
            authenticatedBy.put(session, entry);
        }
        registry.arriving(session);
    }

    @Override
    public void opened(JakartaSession session) {
        registry.opened(session);
        AuthenticatedSessions.Entry entry = authenticatedBy.get(session);
        if (entry != null) {
            entry.opened(session);
        }
    }

    @Override
    public void closed(JakartaSession session) {
        AuthenticatedSessions.Entry entry = authenticatedBy.remove(session);
        if (entry != null) {
            entry.over();
        }
        registry.closed(session);
    }

    @Override
    public void released(JakartaSession session) {
        registry.released(session);
    }

    boolean isShuttingDown() {
        return registry.isShuttingDown();
    }

    /** Closes every session with 1001, now and as they come. */
    CompletableFuture<@Nullable Void> shutdown() {
        return registry.shutdown();
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

    @Override
    public @Nullable CallScope callScope() {
        return container.instances().callScope();
    }
}
