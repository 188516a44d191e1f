// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Arrivals;
import dev.tautline.tests.interop.Client;
import dev.tautline.tests.interop.Peer;
import dev.tautline.tests.interop.Server;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty 12.1 EE 11. */
public final class JettyPeer implements Peer {
    @Override
    public Server start() throws Exception {
        Arrivals arrivals = new Arrivals();
        org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servletContext, container) -> JakartaServer.deploy(container, arrivals, List.of()));
        server.start();
        return new JakartaServer(arrivals, connector.getLocalPort(), server::stop);
    }

    @Override
    public Client client() {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        return new JakartaClient(container, JakartaClient.NamedExtension.DEFLATE, () -> LifeCycle.stop(container));
    }
}
