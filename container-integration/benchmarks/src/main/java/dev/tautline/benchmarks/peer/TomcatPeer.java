// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import jakarta.websocket.server.ServerContainer;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat 11 with its own provider. */
public final class TomcatPeer {

    private TomcatPeer() {}

    /** Listens until standard input ends. */
    public static void main(String[] args) throws Exception {
        PeerArguments arguments = PeerArguments.parse(args);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(arguments.port());
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), Set.of(EchoEndpoint.class, RoomEndpoint.class));
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    ServerContainer container =
                            (ServerContainer) servletContext.getAttribute(ServerContainer.class.getName());
                    container.setDefaultMaxTextMessageBufferSize(arguments.maxMessage());
                    container.setDefaultMaxBinaryMessageBufferSize(arguments.maxMessage());
                    // Without a servlet that matches, Tomcat answers 404 and runs no filter, its WebSocket filter
                    // included.
                    servletContext.addServlet("default", new DefaultServlet()).addMapping("/");
                },
                Set.of());
        tomcat.start();
        arguments.ready();
    }
}
