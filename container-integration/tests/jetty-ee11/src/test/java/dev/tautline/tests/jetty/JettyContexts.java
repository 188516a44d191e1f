// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.tests.contract.Application;
import dev.tautline.tests.contract.application.ApplicationInitializer;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.webapp.Configuration;
import org.eclipse.jetty.ee11.webapp.WebAppConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee11.webapp.WebXmlConfiguration;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;

/** Applications in Jetty's classes of EE 11, which has each class in a package of its own. */
final class JettyContexts {
    private JettyContexts() {}

    static Handler of(Application application) {
        ServletContextHandler context = new ServletContextHandler("/", true, false);
        application.initParameters().forEach(context::setInitParameter);
        if (application.ownProvider()) {
            JakartaWebSocketServletContainerInitializer.configure(context, (servletContext, container) -> {
                for (Class<?> endpoint : application.endpoints()) {
                    container.addEndpoint(endpoint);
                }
            });
        }
        context.addServletContainerInitializer(
                new ApplicationInitializer(), application.endpoints().toArray(new Class<?>[0]));
        return context;
    }

    /** With an initializer of Jetty's provider that finds the same endpoints and comes behind ours. */
    static Handler withLateProvider(Application application) {
        ServletContextHandler context = (ServletContextHandler) of(application);
        context.addServletContainerInitializer(
                new JakartaWebSocketServletContainerInitializer(),
                application.endpoints().toArray(new Class<?>[0]));
        return context;
    }

    /** Without the annotations module, so that no initializer runs. */
    static Handler of(Path directory) {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResourceAsPath(directory);
        context.setParentLoaderPriority(true);
        context.setConfigurations(
                new Configuration[] {new WebAppConfiguration(), new WebInfConfiguration(), new WebXmlConfiguration()});
        context.setThrowUnavailableOnStartupException(true);
        return context;
    }
}
