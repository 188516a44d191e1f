// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connection.Timers;
import dev.tautline.internal.runtime.ClientShare;
import dev.tautline.jakarta.injection.CallScope;
import dev.tautline.jakarta.session.JakartaSession;
import dev.tautline.jakarta.session.SessionOwner;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One client session from its attempt to its end: its share in the runtime, and what has to end with it. Any thread. */
final class ClientOwner implements SessionOwner {
    private static final System.Logger LOG = System.getLogger(ClientOwner.class.getName());

    private final ContainerDefaults container;
    private final SessionRegistry registry;
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();

    /** Guarded by this, as are the next four. */
    private final Deque<Runnable> endings = new ArrayDeque<>();

    private boolean goesAway;
    private @Nullable ClientShare share;
    private @Nullable ClientOpening opening;
    private @Nullable JakartaSession session;

    ClientOwner(ContainerDefaults container, SessionRegistry registry) {
        this.container = container;
        this.registry = registry;
    }

    ClientShare acquire() {
        ClientShare acquired = ClientShare.acquire(loader, this::goAway);
        synchronized (this) {
            share = acquired;
        }
        return acquired;
    }

    /** To be done once when the session has ended, or does not come about; the last first. */
    synchronized void onEnd(Runnable ending) {
        endings.push(ending);
    }

    /** The application stops: nothing is opened any more, and what is open is closed with 1001. */
    private void goAway() {
        ClientOpening attempt;
        JakartaSession open;
        synchronized (this) {
            goesAway = true;
            attempt = opening;
            open = session;
        }
        if (open != null) {
            SessionRegistry.goAway(open);
        } else if (attempt != null) {
            attempt.cancel();
        }
    }

    void opening(ClientOpening opening) {
        boolean late;
        synchronized (this) {
            this.opening = opening;
            late = goesAway;
        }
        if (late) {
            opening.cancel();
        }
    }

    /** Starts the session. It goes away no sooner: a transport that has not been started can't write. */
    void start(JakartaSession made) {
        registry.arriving(made);
        boolean started = false;
        try {
            made.start();
            started = true;
        } finally {
            if (!started) {
                registry.closed(made);
                registry.released(made);
            }
        }
        boolean late;
        synchronized (this) {
            session = made;
            late = goesAway;
        }
        if (late) {
            SessionRegistry.goAway(made);
        }
    }

    /** Waits until {@code onOpen} has returned. */
    void awaitOpen(JakartaSession started) throws IOException {
        try {
            opened.get();
        } catch (InterruptedException e) {
            started.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while onOpen runs; the session is closed");
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** No session comes about. */
    void abandon() {
        ended();
        releaseShare();
    }

    /** The session's {@code onClose} has run: everything that {@link #onEnd} has named. Each is tried, what they throw is logged. Idempotent. */
    void ended() {
        Runnable next;
        do {
            synchronized (this) {
                next = endings.poll();
            }
            if (next != null) {
                end(next);
            }
        } while (next != null);
    }

    private static void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "Something of a client's session could not be ended", e);
        }
    }

    @Override
    public WebSocketContainer container() {
        return container;
    }

    @Override
    public Set<Session> openSessions(JakartaSession of) {
        return registry.openSessions(of);
    }

    @Override
    public void opened(JakartaSession of) {
        registry.opened(of);
    }

    @Override
    public void onOpenReturned(JakartaSession of) {
        opened.complete(null);
    }

    @Override
    public void closed(JakartaSession of) {
        registry.closed(of);
        // A connection that dies before it opens has no onOpen.
        opened.complete(null);
    }

    @Override
    public void released(JakartaSession of) {
        registry.released(of);
        releaseShare();
    }

    /** The last of all: an application that stops waits for it. */
    private void releaseShare() {
        ClientShare acquired;
        synchronized (this) {
            acquired = share;
        }
        if (acquired != null) {
            acquired.release();
        }
    }

    private synchronized ClientShare share() {
        return Objects.requireNonNull(share);
    }

    @Override
    public Timers timers() {
        return share().runtime().timers();
    }

    @Override
    public Executor workers() {
        return share().runtime().workers();
    }

    @Override
    public ClassLoader applicationLoader() {
        return loader == null ? ClientOwner.class.getClassLoader() : loader;
    }

    @Override
    public @Nullable CallScope callScope() {
        return container.instances().callScope();
    }
}
