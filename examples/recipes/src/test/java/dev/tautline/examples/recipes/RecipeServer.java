// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.HttpHost;
import dev.tautline.servlet.ServletHost;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat for one test, with what the recipe adds to its application. */
final class RecipeServer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();

    private RecipeServer(Consumer<ServletContext> application) throws Exception {
        tomcat.setBaseDir(Files.createTempDirectory("recipes").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setParentClassLoader(RecipeServer.class.getClassLoader());
        context.addServletContainerInitializer((found, servlets) -> application.accept(servlets), Set.of());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
    }

    /** With servers that join the application. */
    static RecipeServer with(Consumer<HttpHost> servers) throws Exception {
        return new RecipeServer(context -> servers.accept(ServletHost.of(context)));
    }

    /** With filters, by path. */
    static RecipeServer withFilters(Map<String, Filter> filters) throws Exception {
        return new RecipeServer(context -> {
            ServletHost.of(context);
            filters.forEach((path, filter) -> {
                var registration = context.addFilter(path, filter);
                registration.setAsyncSupported(true);
                registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, path);
            });
        });
    }

    /** With a servlet at a path. */
    static RecipeServer withServlet(String path, Servlet servlet) throws Exception {
        return new RecipeServer(context -> {
            ServletHost.of(context);
            var registration = context.addServlet(path, servlet);
            registration.setAsyncSupported(true);
            registration.addMapping(path);
        });
    }

    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    URI page(String path) {
        return URI.create("http" + uri(path).toString().substring("ws".length()));
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
