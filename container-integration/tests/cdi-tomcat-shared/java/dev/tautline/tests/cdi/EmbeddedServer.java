// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import dev.tautline.servlet.jakarta.EndpointInitializer;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.jboss.weld.environment.servlet.EnhancedListener;
import org.jboss.weld.environment.servlet.Listener;

/** Embedded Tomcat 10.1 or 11, whichever is on the class path. */
final class EmbeddedServer implements CdiServer {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public URI start(Weld weld, Set<Class<?>> found) throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(EmbeddedServer.class.getClassLoader());
        if (weld == Weld.FIRST) {
            context.addServletContainerInitializer(new EnhancedListener(), Set.of());
        }
        context.addServletContainerInitializer(new EndpointInitializer(), found);
        if (weld == Weld.LAST) {
            context.addServletContainerInitializer(new EnhancedListener(), Set.of());
        } else if (weld == Weld.LISTENER) {
            context.addApplicationListener(Listener.class.getName());
        }
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("The application has not started");
        }
        return new URI("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + connector.getLocalPort());
    }

    @Override
    public void stop() throws Exception {
        if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
