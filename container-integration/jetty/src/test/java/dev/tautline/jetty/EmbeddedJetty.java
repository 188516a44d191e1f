// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.ServletContainerInitializer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Jetty with {@link EchoApplication}; EE 10 or EE 11, whichever is on the class path.
 */
final class EmbeddedJetty implements AutoCloseable {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final Server server = new Server();
    final ServerConnector connector;

    @Nullable ContextHandler context;

    final ConnectionStatistics statistics = new ConnectionStatistics();
    final NetworkConnectionLimit limit;
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();

    EmbeddedJetty(boolean secure, TransportChoice choice, ClassLoader application) throws Exception {
        this(factories(secure), choice, application);
    }

    /** @param first initializers that run before the application's */
    EmbeddedJetty(
            ConnectionFactory[] factories,
            TransportChoice choice,
            ClassLoader application,
            ServletContainerInitializer... first)
            throws Exception {
        connector = new ServerConnector(server, 1, 1, factories);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        connector.addBean(statistics);
        limit = new NetworkConnectionLimit(100, server);
        server.addBean(limit);
        context = newContext();
        context.setContextPath("/");
        context.setClassLoader(application);
        context.setAttribute(EchoApplication.EVENTS, events);
        context.getClass()
                .getMethod("setInitParameter", String.class, String.class)
                .invoke(context, TransportChoice.PARAMETER, choice.name());
        for (ServletContainerInitializer initializer : first) {
            addInitializer(initializer);
        }
        addInitializer((ServletContainerInitializer) application
                .loadClass(EchoApplication.class.getName())
                .getConstructor()
                .newInstance());
        contexts.addHandler(context);
        server.setHandler(contexts);
        server.start();
    }

    static ConnectionFactory[] factories(boolean secure) {
        HttpConfiguration configuration = new HttpConfiguration();
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        if (!secure) {
            return new ConnectionFactory[] {http};
        }
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(SelfSigned.keyStore());
        ssl.setKeyStorePassword(SelfSigned.PASSWORD);
        return new ConnectionFactory[] {new SslConnectionFactory(ssl, http.getProtocol()), http};
    }

    private static ContextHandler newContext() throws ReflectiveOperationException {
        Class<?> type;
        try {
            type = Class.forName("org.eclipse.jetty.ee11.servlet.ServletContextHandler");
        } catch (ClassNotFoundException e) {
            type = Class.forName("org.eclipse.jetty.ee10.servlet.ServletContextHandler");
        }
        return (ContextHandler) type.getConstructor().newInstance();
    }

    private void addInitializer(ServletContainerInitializer initializer) throws ReflectiveOperationException {
        context.getClass()
                .getMethod("addServletContainerInitializer", ServletContainerInitializer.class)
                .invoke(context, initializer);
    }

    /** Stops the application and forgets it. */
    void undeploy() throws Exception {
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        context = null;
    }

    int port() {
        return connector.getLocalPort();
    }

    int selectorKeys() {
        return connector.getBean(SelectorManager.class).getTotalKeys();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
