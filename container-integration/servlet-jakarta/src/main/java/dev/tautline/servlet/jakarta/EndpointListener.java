// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Deploys endpoints that {@code web.xml} names, where no initializer runs: with {@code <absolute-ordering/>}, or on Jetty without its annotations module.
 * Declare it as a {@code <listener>} and name the classes (annotated endpoints, {@code Endpoint}s with a {@code ServerApplicationConfig}, and those) in the
 * context parameter {@value #ENDPOINTS}, separated by commas or white space. Beside {@link EndpointInitializer} it adds what that has not found.
 */
public final class EndpointListener implements ServletContextListener {
    /** The context parameter with the names of the classes. */
    public static final String ENDPOINTS = "dev.tautline.endpoints";

    /** For the container. */
    public EndpointListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Set<Class<?>> named = namedClasses(context);
        EndpointDeployment deployment = EndpointDeployment.ofListener(context);
        try {
            deployment.deploy(named, context);
        } catch (ServletException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        deployment.container().applicationStarted();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        EndpointDeployment deployment = EndpointDeployment.existing(event.getServletContext());
        if (deployment != null) {
            deployment.end();
        }
    }

    private static Set<Class<?>> namedClasses(ServletContext context) {
        String names = context.getInitParameter(ENDPOINTS);
        Set<Class<?>> classes = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String name : (names == null ? "" : names).split("[,\\s]+")) {
            if (!name.isEmpty()) {
                try {
                    classes.add(Class.forName(name, false, context.getClassLoader()));
                } catch (ClassNotFoundException e) {
                    unknown.add(name);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    ENDPOINTS + " names classes that the application does not have: " + unknown);
        }
        return classes;
    }
}
