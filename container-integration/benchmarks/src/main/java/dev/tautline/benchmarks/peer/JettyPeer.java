// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 EE 11 with its own provider. */
public final class JettyPeer {

    private JettyPeer() {}

    /** Listens until standard input ends. */
    public static void main(String[] args) throws Exception {
        PeerArguments arguments = PeerArguments.parse(args);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(arguments.port());
        connector.setAcceptQueueSize(256);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        server.setHandler(context);
        JakartaWebSocketServletContainerInitializer.configure(context, (servletContext, container) -> {
            container.setDefaultMaxSessionIdleTimeout(0);
            container.setDefaultMaxTextMessageBufferSize(arguments.maxMessage());
            container.setDefaultMaxBinaryMessageBufferSize(arguments.maxMessage());
            container.addEndpoint(EchoEndpoint.class);
            container.addEndpoint(RoomEndpoint.class);
        });
        server.start();
        arguments.ready();
    }
}
