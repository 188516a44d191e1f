// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Answers with the next thing told; {@code connect} makes the application a client of its own endpoint before. */
@WebServlet("/told")
public class GreetingServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final long PATIENCE_SECONDS = 30;

    @Inject
    private transient Greeter greeter;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            String connect = request.getParameter("connect");
            if (connect != null) {
                connect(request, connect);
            }
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().print(greeter.told().poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (DeploymentException | InterruptedException e) {
            throw new ServletException(e);
        }
    }

    private static void connect(HttpServletRequest request, String text) throws IOException, DeploymentException {
        URI endpoint = URI.create("ws://127.0.0.1:" + request.getLocalPort() + request.getContextPath() + "/greeting");
        Session session = ContainerProvider.getWebSocketContainer().connectToServer(GreetingClient.class, endpoint);
        session.getBasicRemote().sendText(text);
    }
}
