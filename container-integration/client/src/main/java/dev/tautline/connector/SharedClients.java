// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import dev.tautline.internal.runtime.EngineRuntime;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's clients, each shared by all connections of one configuration: the first starts it, the end of the last stops it. Any thread.
 */
final class SharedClients {
    private static final System.Logger LOG = System.getLogger(SharedClients.class.getName());

    /** What can't differ within one of Jetty's clients. */
    record Configuration(TlsSettings tls, @Nullable ProxySettings proxy) {}

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, as are the counts of its values. */
    private final Map<Configuration, Shared> shared = new HashMap<>();

    private static final class Shared {
        final SocketClient client;
        int leases;

        Shared(SocketClient client) {
            this.client = client;
        }
    }

    /** A share in a running client. */
    final class Lease {
        private final Configuration configuration;
        private final Shared shared;
        private final Executor workers;
        private final AtomicBoolean ended = new AtomicBoolean();
        /** Completes behind {@link #end}; behind that of the last, when the client has stopped. */
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        private Lease(Configuration configuration, Shared shared, EngineRuntime runtime) {
            this.configuration = configuration;
            this.shared = shared;
            this.workers = runtime.workers();
            runtime.awaitAtEnd(done);
        }

        SocketClient client() {
            return shared.client;
        }

        /** Idempotent; does not wait for the client to stop. */
        void end() {
            if (ended.compareAndSet(false, true)) {
                if (isLast(configuration, shared)) {
                    // Not here: the thread that closed the last connection is often one of the client's, which a stop
                    // waits for.
                    workers.execute(() -> stop(shared.client, done));
                } else {
                    done.complete(null);
                }
            }
        }
    }

    /**
     * A share in the client of a configuration, started if need be.
     *
     * @param runtime waits for the end of the share before it ends itself
     * @throws Exception if it does not start, because of the TLS settings for example
     */
    Lease acquire(Configuration configuration, EngineRuntime runtime) throws Exception {
        lock.lock();
        try {
            Shared found = shared.get(configuration);
            if (found == null) {
                found = new Shared(SocketClient.start(configuration));
                shared.put(configuration, found);
            }
            found.leases++;
            return new Lease(configuration, found, runtime);
        } finally {
            lock.unlock();
        }
    }

    private boolean isLast(Configuration configuration, Shared leased) {
        lock.lock();
        try {
            leased.leases--;
            return leased.leases == 0 && shared.remove(configuration, leased);
        } finally {
            lock.unlock();
        }
    }

    private static void stop(HttpClient client, CompletableFuture<@Nullable Void> done) {
        try {
            client.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Jetty''s client did not stop cleanly", e);
        } finally {
            done.complete(null);
        }
    }

    int running() {
        lock.lock();
        try {
            return shared.size();
        } finally {
            lock.unlock();
        }
    }
}
