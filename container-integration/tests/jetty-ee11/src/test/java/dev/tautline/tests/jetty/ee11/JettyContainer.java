// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty.ee11;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Embedded Jetty 12.1 with EE 11. */
final class JettyContainer implements ContainerUnderTest {
    private final Server server = new Server();
    private ServerConnector connector;

    @Override
    public URI start(Application application) throws Exception {
        connector = application.tls() ? tlsConnector() : new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        application.initParameters().forEach(context::setInitParameter);
        if (application.ownProvider()) {
            JakartaWebSocketServletContainerInitializer.configure(context, (servletContext, container) -> {
                for (Class<?> endpoint : application.endpoints()) {
                    container.addEndpoint(endpoint);
                }
            });
        }
        context.addServletContainerInitializer(
                new ApplicationInitializer(), application.endpoints().toArray(new Class<?>[0]));
        server.setHandler(context);
        server.start();
        return new URI(application.scheme() + "://127.0.0.1:" + connector.getLocalPort());
    }

    private ServerConnector tlsConnector() {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(TestCertificate.sslContext());
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    }

    @Override
    public long connectionCount() {
        return connector.getConnectedEndPoints().size();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
