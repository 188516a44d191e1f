// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import dev.tautline.HttpHost;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.UpgradeHost;
import dev.tautline.internal.runtime.EngineRuntime;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty {@link Server} of the application's as the HTTP server that any number of {@code WebSocketServer}s join (ws {@code server}). An upgrade goes
 * to the first of them that handles its path; everything else, and upgrades that nobody handles, goes to the handlers of the {@code Server}.
 * When it stops, its sockets are closed with 1001. Any thread.
 *
 * <p>Make the host before the {@code Server} starts. The servers may join before that or at any time later.
 */
public final class JettyHost implements HttpHost, UpgradeHost {
    private static final System.Logger LOG = System.getLogger(JettyHost.class.getName());

    /** How long a stopping server waits for its peers' close frames. */
    private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(10);

    private final Server server;
    private final List<UpgradeResponder> responders = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private @Nullable EngineRuntime runtime;

    JettyHost(Server server) {
        this.server = server;
    }

    /**
     * The host for a server, the same one at each call.
     *
     * @throws IllegalStateException if the server has been started without a host
     */
    public static JettyHost of(Server server) {
        JettyHost existing = server.getBean(JettyHost.class);
        if (existing != null) {
            return existing;
        }
        if (server.isRunning()) {
            throw new IllegalStateException(
                    "The Jetty Server runs already, so no handler can be added: call JettyHost.of(server) before server.start()."
                            + " WebSocketServers may join the host later");
        }
        JettyHost host = new JettyHost(server);
        host.install(new WebSocketHandler(host, false));
        return host;
    }

    /** Puts the handler in front of whatever the server has when it starts. */
    void install(WebSocketHandler handler) {
        server.addBean(this);
        server.addEventListener(new Life(handler));
    }

    @Override
    public @Nullable SocketAddress address() {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof NetworkConnector network
                    && network.getTransport() instanceof ServerSocketChannel channel) {
                try {
                    return channel.isOpen() ? channel.getLocalAddress() : null;
                } catch (IOException e) {
                    return null;
                }
            }
        }
        return null;
    }

    @Override
    public EngineRuntime runtime() {
        lock.lock();
        try {
            EngineRuntime acquired = runtime;
            if (acquired == null) {
                acquired = EngineRuntime.acquire(this);
                runtime = acquired;
            }
            return acquired;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable join(UpgradeResponder responder) {
        responders.add(responder);
        return () -> responders.remove(responder);
    }

    List<UpgradeResponder> responders() {
        return responders;
    }

    /** Closes every socket with 1001 and waits for the peers' answers. */
    private void closeSockets() {
        CompletableFuture<?>[] shutdowns = responders.stream()
                .map(responder -> responder.shutdown().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(shutdowns).get(SHUTDOWN_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.INFO, "Some peers did not answer the close frame in time; their connections are cut");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "Closing the sockets of a server failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseRuntime() {
        lock.lock();
        try {
            runtime = null;
        } finally {
            lock.unlock();
        }
        EngineRuntime.release(this);
    }

    /** Jetty stops connectors before handlers: sockets are closed while their connections still stand. */
    private final class Life implements LifeCycle.Listener {
        private final WebSocketHandler handler;

        Life(WebSocketHandler handler) {
            this.handler = handler;
        }

        @Override
        public void lifeCycleStarting(LifeCycle event) {
            if (server.getHandler() != handler) {
                handler.setHandler(server.getHandler());
                server.setHandler(handler);
            }
        }

        @Override
        public void lifeCycleStopping(LifeCycle event) {
            closeSockets();
        }

        @Override
        public void lifeCycleStopped(LifeCycle event) {
            handler.close();
            releaseRuntime();
        }

        @Override
        public void lifeCycleFailure(LifeCycle event, Throwable cause) {
            releaseRuntime();
        }
    }
}
