// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/** Does what the specification tells applications to do with the attribute: adds an endpoint while the application starts, and remembers whose container it was. */
@WebListener
public class ContainerListener implements ServletContextListener {
    static final String SEEN = "seen by the listener";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.setAttribute(SEEN, ContainerServlet.describe(context));
        ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(ServerEndpointConfig.Builder.create(AddedEndpoint.class, "/added")
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }
}
