// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;

/** How many end points Jetty's connector has; that of the question is one of them. Jetty tells it to nobody outside without a module for it. */
@WebServlet("/jetty-connections")
public class JettyConnectionsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            Object core = request.getClass().getMethod("getRequest").invoke(request);
            Class<?> api = Class.forName(
                    "org.eclipse.jetty.server.Request", false, core.getClass().getClassLoader());
            Object connection = api.getMethod("getConnectionMetaData").invoke(core);
            Object connector =
                    type(api, "ConnectionMetaData").getMethod("getConnector").invoke(connection);
            Collection<?> endPoints = (Collection<?>)
                    type(api, "Connector").getMethod("getConnectedEndPoints").invoke(connector);
            response.getWriter().print(endPoints.size());
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
    }

    private static Class<?> type(Class<?> neighbour, String name) throws ClassNotFoundException {
        return Class.forName(neighbour.getPackageName() + "." + name, false, neighbour.getClassLoader());
    }
}
