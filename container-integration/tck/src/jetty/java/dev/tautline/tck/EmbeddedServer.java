// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Embedded Jetty, EE 10 or EE 11, whichever is on the class path, without its own WebSocket. */
final class EmbeddedServer implements TckServer {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ContextHandlerCollection applications = new ContextHandlerCollection(true);
    private final Map<String, WebApplication> contexts = new ConcurrentHashMap<>();
    private Path base = Path.of("");

    @Override
    public void start(Path base) throws Exception {
        this.base = base;
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(applications);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void deploy(String contextPath, Path application) throws Exception {
        WebApplication context = new WebApplication();
        context.setContextPath(contextPath);
        context.setWar(application.toString());
        context.setTempDirectory(Files.createTempDirectory(base, "temporary").toFile());
        context.setInitParameter("dev.tautline.transport", System.getProperty("tck.transport"));
        contexts.put(contextPath, context);
        applications.addHandler(context);
        context.start();
    }

    @Override
    public void undeploy(String contextPath) throws Exception {
        WebApplication context = contexts.remove(contextPath);
        if (context != null) {
            applications.removeHandler(context);
            context.stop();
            context.destroy();
        }
    }

    @Override
    public void stop() throws Exception {
        server.stop();
        server.destroy();
    }
}
