// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.WebappContainer;
import dev.tautline.tests.contract.wire.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Embedded Jetty 12.1 with EE 10 or EE 11, whichever is on the class path. */
final class JettyContainer implements WebappContainer {
    private final Server server = new Server();
    private ServerConnector connector;

    @Override
    public URI start(Application application) throws Exception {
        connector = application.tls() ? tlsConnector() : new ServerConnector(server);
        return start(JettyContexts.of(application), application.scheme());
    }

    @Override
    public URI startWebapp(Path directory) throws Exception {
        connector = new ServerConnector(server);
        return start(JettyContexts.of(directory), "http");
    }

    private URI start(Handler context, String scheme) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return new URI(scheme + "://127.0.0.1:" + connector.getLocalPort());
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
