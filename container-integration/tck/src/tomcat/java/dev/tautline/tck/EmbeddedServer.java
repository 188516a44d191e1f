// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import jakarta.servlet.ServletRegistration;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Embedded Tomcat without its own WebSocket. */
final class EmbeddedServer implements TckServer {
    private final Tomcat tomcat = new Tomcat();
    private final Map<String, Context> contexts = new ConcurrentHashMap<>();

    @Override
    public void start(Path base) throws Exception {
        Files.createDirectories(base.resolve("webapps"));
        tomcat.setBaseDir(base.toString());
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.getHost().setAppBase("webapps");
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void deploy(String contextPath, Path application) {
        StandardContext context = new StandardContext();
        context.setName(contextPath);
        context.setPath(contextPath);
        context.setDocBase(application.toString());
        context.addParameter("dev.tautline.transport", System.getProperty("tck.transport"));
        context.addLifecycleListener(new ContextConfig());
        // The kit's jar has the endpoints of all its applications.
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        context.addServletContainerInitializer(
                (classes, servletContext) -> {
                    ServletRegistration.Dynamic files =
                            servletContext.addServlet("default", DefaultServlet.class.getName());
                    if (files != null) {
                        files.addMapping("/");
                    }
                },
                Set.of());
        contexts.put(contextPath, context);
        tomcat.getHost().addChild(context);
    }

    @Override
    public void undeploy(String contextPath) throws Exception {
        Context context = contexts.remove(contextPath);
        if (context != null) {
            tomcat.getHost().removeChild(context);
            if (context.getState().isAvailable()) {
                context.stop();
            }
            context.destroy();
        }
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
