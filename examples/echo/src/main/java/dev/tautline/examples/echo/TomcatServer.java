// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.servlet.jakarta.EndpointInitializer;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Embedded Tomcat, 10.1 or 11. */
public final class TomcatServer {
    private TomcatServer() {}

    /** Starts the server and returns its port. */
    public static int start(int port, String transport) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("echo").toString());
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(TomcatServer.class.getClassLoader());
        context.addParameter(TransportChoice.PARAMETER, transport);
        context.addServletContainerInitializer(
                new EndpointInitializer(), Set.of(EchoEndpoint.class, RoomEndpoint.class));
        context.addServletContainerInitializer(new NativeServers(), Set.of());
        // Without a servlet that matches, Tomcat answers 404 before any filter has run.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat), "stop"));
        return tomcat.getConnector().getLocalPort();
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            System.err.println("Tomcat did not stop cleanly: " + e);
        }
    }
}
