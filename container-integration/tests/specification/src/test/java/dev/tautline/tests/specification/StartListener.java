// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.function.Consumer;

/** A context listener, as an application would have it. */
final class StartListener implements ServletContextListener {
    private final Consumer<ServletContext> action;

    StartListener(Consumer<ServletContext> action) {
        this.action = action;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        action.accept(event.getServletContext());
    }
}
