// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import dev.tautline.spec.Profile;
import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Our server in every configuration of one profile, each at the path of its name, on an embedded Tomcat. */
final class OurServers implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Map<String, Recorder> recorders = new HashMap<>();

    OurServers(Profile profile) throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        ServletContainerInitializer start = (classes, application) -> {
            for (ServerConfiguration configuration : ServerConfiguration.of(profile)) {
                Recorder recorder = new Recorder(profile == Profile.FAYE);
                recorders.put(configuration.name(), recorder);
                WebSocketServerOptions.Builder options = WebSocketServerOptions.builder(profile)
                        .server(ServletHost.of(application))
                        .path("/" + configuration.name());
                configuration.ours().accept(options);
                var unused = new WebSocketServer(options.build())
                        .onConnection((socket, request) -> {
                            recorder.add("open " + NodePeers.base64(socket.protocol()) + " "
                                    + (profile == Profile.FAYE ? "" : NodePeers.base64(socket.extensions())));
                            recorder.record(socket);
                        })
                        .start();
            }
        };
        context.addServletContainerInitializer(start, Set.of());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    Recorder recorder(String name) {
        return recorders.get(name);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
