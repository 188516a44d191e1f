// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.connector.TlsSettings;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
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
        private final AtomicBoolean ended = new AtomicBoolean();

        private Lease(Configuration configuration, Shared shared) {
            this.configuration = configuration;
            this.shared = shared;
        }

        SocketClient client() {
            return shared.client;
        }

        /** Idempotent; does not wait for the client to stop. */
        void end() {
            if (ended.compareAndSet(false, true)) {
                release(configuration, shared);
            }
        }
    }

    /**
     * A share in the client of a configuration, started if need be.
     *
     * @throws Exception if it does not start, because of the TLS settings for example
     */
    Lease acquire(Configuration configuration) throws Exception {
        lock.lock();
        try {
            Shared found = shared.get(configuration);
            if (found == null) {
                found = new Shared(SocketClient.start(configuration));
                shared.put(configuration, found);
            }
            found.leases++;
            return new Lease(configuration, found);
        } finally {
            lock.unlock();
        }
    }

    private void release(Configuration configuration, Shared leased) {
        lock.lock();
        try {
            leased.leases--;
            if (leased.leases > 0) {
                return;
            }
            shared.remove(configuration);
        } finally {
            lock.unlock();
        }
        // The thread that closed the last connection is often one of the client's, which a stop waits for.
        Thread stopper = new Thread(() -> stop(leased.client), "tautline-client-stop");
        stopper.setDaemon(true);
        stopper.setContextClassLoader(SharedClients.class.getClassLoader());
        stopper.start();
    }

    private static void stop(HttpClient client) {
        try {
            client.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Jetty''s client did not stop cleanly", e);
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
