// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import dev.tautline.servlet.jakarta.EndpointDeployment;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import dev.tautline.tests.interop.peer.JakartaServer;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Our Jakarta endpoints on Tomcat 11. */
final class TautlineTomcat {
    private TautlineTomcat() {}

    static Server start() throws Exception {
        Arrivals arrivals = new Arrivals();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("interop").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TautlineTomcat.class.getClassLoader());
        context.addServletContainerInitializer(new EndpointInitializer(), Set.of());
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    try {
                        JakartaServer.deploy(
                                EndpointDeployment.of(servletContext).container(), arrivals, List.of());
                    } catch (DeploymentException e) {
                        throw new ServletException(e);
                    }
                },
                Set.of());
        // Without a servlet that matches, Tomcat answers 404 before any filter has run.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        return new JakartaServer(arrivals, connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }
}
