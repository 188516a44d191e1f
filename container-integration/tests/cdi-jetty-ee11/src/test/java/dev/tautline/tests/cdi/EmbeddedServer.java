// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import dev.tautline.servlet.jakarta.EndpointInitializer;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jboss.weld.environment.servlet.EnhancedListener;
import org.jboss.weld.environment.servlet.Listener;

/** Embedded Jetty 12.1 with EE 11. */
final class EmbeddedServer implements CdiServer {
    private final Server server = new Server();

    @Override
    public URI start(Weld weld, Set<Class<?>> found) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        if (weld == Weld.FIRST) {
            context.addServletContainerInitializer(new EnhancedListener());
        }
        context.addServletContainerInitializer(new EndpointInitializer(), found.toArray(new Class<?>[0]));
        if (weld == Weld.LAST) {
            context.addServletContainerInitializer(new EnhancedListener());
        } else if (weld == Weld.LISTENER) {
            context.addEventListener(new Listener());
        }
        server.setHandler(context);
        server.start();
        return new URI("http://" + connector.getHost() + ":" + connector.getLocalPort());
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
