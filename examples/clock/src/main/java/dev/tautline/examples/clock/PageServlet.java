// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The page with the clock. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=utf-8");
        try (InputStream page = Objects.requireNonNull(PageServlet.class.getResourceAsStream("clock.html"))) {
            page.transferTo(response.getOutputStream());
        }
    }
}
