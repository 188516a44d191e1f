// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Embedded Jetty 12.1 with EE 11, without Jetty's own WebSocket modules. */
public final class JettyServer {
    private JettyServer() {}

    /** Starts the server and returns its port. */
    public static int start(int port, String transport) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(256);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.setInitParameter(TransportChoice.PARAMETER, transport);
        context.addServletContainerInitializer(new EndpointInitializer(), EchoEndpoint.class, RoomEndpoint.class);
        context.addServletContainerInitializer(new NativeServers());
        server.setHandler(context);
        server.setStopAtShutdown(true);
        server.start();
        return connector.getLocalPort();
    }
}
