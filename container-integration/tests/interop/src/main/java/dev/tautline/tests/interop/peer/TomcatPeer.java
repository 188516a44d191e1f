// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Arrivals;
import dev.tautline.tests.interop.Client;
import dev.tautline.tests.interop.Peer;
import dev.tautline.tests.interop.Server;
import jakarta.servlet.ServletException;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat 11. */
public final class TomcatPeer implements Peer {
    @Override
    public Server start() throws Exception {
        // The JVM takes one factory; it is the other Tomcat's.
        TomcatURLStreamHandlerFactory.disable();
        Arrivals arrivals = new Arrivals();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TomcatPeer.class.getClassLoader());
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    try {
                        JakartaServer.deploy(
                                (ServerContainer) servletContext.getAttribute(ServerContainer.class.getName()),
                                arrivals,
                                List.of());
                    } catch (DeploymentException e) {
                        throw new ServletException(e);
                    }
                    // Without a servlet that matches, Tomcat answers 404 and runs no filter.
                    servletContext.addServlet("default", new DefaultServlet()).addMapping("/");
                },
                Set.of());
        tomcat.start();
        return new JakartaServer(arrivals, connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    @Override
    public Client client() {
        WsWebSocketContainer container = (WsWebSocketContainer) ContainerProvider.getWebSocketContainer();
        return new JakartaClient(container, JakartaClient.NamedExtension.DEFLATE, container::destroy);
    }
}
