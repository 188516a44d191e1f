// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import dev.tautline.HttpHost;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.PortListener;
import dev.tautline.internal.host.UpgradeHost;
import dev.tautline.internal.runtime.EngineRuntime;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Starts an embedded Jetty for the {@code port} of a {@code WebSocketServer}; found by {@code ServiceLoader}. */
public final class JettyPortListener implements PortListener {
    /** For {@code ServiceLoader}. */
    public JettyPortListener() {}

    @Override
    public CompletionStage<UpgradeHost> listen(Settings settings) {
        Server server = new Server();
        ServerConnector connector = connector(server, settings.tls());
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(settings.backlog());
        server.addConnector(connector);
        server.setHandler(new UpgradeRequiredHandler());
        JettyHost host = new JettyHost(server);
        host.install(new WebSocketHandler(host, true));
        try {
            server.start();
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
        connector.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleFailure(LifeCycle event, Throwable cause) {
                settings.onError().accept(cause);
            }
        });
        return CompletableFuture.completedFuture(new PortHost(server, connector, host));
    }

    private static ServerConnector connector(Server server, @Nullable SSLContext tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (tls == null) {
            return new ServerConnector(server, new HttpConnectionFactory(http));
        }
        // The client decides by the certificate whether it is at the right server; Host may say anything.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls);
        return new ServerConnector(
                server, new SslConnectionFactory(factory, "http/1.1"), new HttpConnectionFactory(http));
    }

    /** The Jetty of one port, which ends with its {@code WebSocketServer}. */
    private record PortHost(Server server, ServerConnector connector, JettyHost host) implements UpgradeHost, HttpHost {
        @Override
        public @Nullable SocketAddress address() {
            return host.address();
        }

        @Override
        public EngineRuntime runtime() {
            return host.runtime();
        }

        @Override
        public Runnable join(UpgradeResponder responder) {
            return host.join(responder);
        }

        /** Jetty only interrupts its acceptors, which close the channel when they come to it. */
        @Override
        public void stopAccepting() {
            var unused = connector.shutdown();
            if (connector.getTransport() instanceof ServerSocketChannel channel) {
                IO.close(channel);
            }
        }

        /** On a thread of its own: stopping joins the threads of the runtime, one of which may be the caller. */
        @Override
        public CompletionStage<?> stop() {
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            Thread stopper = new Thread(
                    () -> {
                        try {
                            server.stop();
                            stopped.complete(null);
                        } catch (Exception e) {
                            stopped.completeExceptionally(e);
                        }
                    },
                    "tautline-stop-" + connector.getPort());
            stopper.start();
            return stopped;
        }
    }
}
