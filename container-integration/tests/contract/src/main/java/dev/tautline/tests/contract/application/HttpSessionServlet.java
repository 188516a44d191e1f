// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.servlet.jakarta.EndpointDeployment;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Begins, renames and ends HTTP sessions, and logs users out, as its path says. Answers with the session's id, or with how many sessions it closed. */
public final class HttpSessionServlet extends HttpServlet {
    /** Where it is. */
    public static final String PATH = "/http-session";

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write(perform(request.getPathInfo(), request));
    }

    private static String perform(String action, HttpServletRequest request) {
        HttpSession session = request.getSession(action.equals("/begin"));
        return switch (action) {
            case "/begin" -> session.getId();
            case "/rename" -> request.changeSessionId();
            case "/end" -> {
                session.invalidate();
                yield "";
            }
            case "/logout" ->
                Integer.toString(EndpointDeployment.of(request.getServletContext())
                        .container()
                        .logout(request.getQueryString()));
            default -> throw new IllegalArgumentException(action);
        };
    }
}
