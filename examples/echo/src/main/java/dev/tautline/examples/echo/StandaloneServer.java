// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.standalone.JettyHost;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** No web application at all: native servers on a Jetty {@code Server}, each on its path. */
public final class StandaloneServer {
    private StandaloneServer() {}

    /** Starts the server and returns its port; the transport is what it is. */
    public static int start(int port, String transport) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(256);
        server.addConnector(connector);
        JettyHost host = JettyHost.of(server);
        NativeServers.echo(host, "/echo");
        NativeServers.echo(host, "/echo-native");
        NativeServers.room(host, "/room");
        NativeServers.room(host, "/room-native");
        server.setStopAtShutdown(true);
        server.start();
        return connector.getLocalPort();
    }
}
