// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;

/** Whose {@link ServerContainer} the context attribute was for {@link ContainerListener}, and is here. */
@WebServlet("/container")
public class ContainerServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    static String describe(ServletContext context) {
        Object container = context.getAttribute(ServerContainer.class.getName());
        if (container == null) {
            return "none";
        }
        boolean own = container.getClass().getClassLoader() == ContainerServlet.class.getClassLoader();
        return container.getClass().getSimpleName() + (own ? " of the application" : " of the server");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletContext context = getServletContext();
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().print(context.getAttribute(ContainerListener.SEEN) + ", " + describe(context));
    }
}
