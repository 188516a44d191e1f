// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An ordinary resource of the same application. */
public final class GreetingServlet extends HttpServlet {
    /** What it answers. */
    public static final String GREETING = "good day";

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write(GREETING);
    }
}
