// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet.jakarta;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextAttributeEvent;
import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.server.ServerContainer;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The context attribute by which applications find their {@link ServerContainer}. Where the servlet container has put its own there, its filter
 * or listener casts it to its own class: on Tomcat and Jetty ours is there while the application's listeners run, theirs comes back while their filter
 * starts, and ours again when the servlets start. Elsewhere theirs stays, and applications find ours by {@link EndpointDeployment}.
 */
final class ContainerAttribute {
    private static final System.Logger LOG = System.getLogger(ContainerAttribute.class.getName());
    private static final String NAME = ServerContainer.class.getName();
    /** Jetty's own name for turning its provider on or off in one context. */
    private static final String JETTY_SWITCH = "org.eclipse.jetty.websocket.jakarta";

    private static final String RESTORE_SERVLET = "dev.tautline.server-container";

    private ContainerAttribute() {}

    /** Takes the attribute where it is free; for a time in which no listener can be added to give it back. */
    static void offer(ServletContext context, ServerContainer ours) {
        if (context.getAttribute(NAME) == null) {
            context.setAttribute(NAME, ours);
        }
    }

    static void install(ServletContext context, ServerContainer ours) {
        Object theirs = context.getAttribute(NAME);
        if (theirs == null) {
            context.setAttribute(NAME, ours);
            keepJettysFilterOut(context);
            context.addListener(new Follower(context, ours));
        } else {
            exchange(context, ours, theirs);
        }
    }

    /** Jetty's filter puts itself first where its initializer comes behind ours; it would serve what both find before ours is asked. */
    private static void keepJettysFilterOut(ServletContext context) {
        String server = context.getServerInfo();
        if (server != null
                && server.toLowerCase(Locale.ROOT).startsWith("jetty/")
                && context.getInitParameter(JETTY_SWITCH) == null
                && context.getAttribute(JETTY_SWITCH) == null) {
            context.setAttribute(JETTY_SWITCH, false);
        }
    }

    private static void exchange(ServletContext context, ServerContainer ours, Object theirs) {
        String provider = theirs.getClass().getName();
        if (provider.startsWith("org.apache.tomcat.") || provider.startsWith("org.eclipse.jetty.")) {
            context.setAttribute(NAME, ours);
            context.addListener(new GiveBack(context, theirs));
            ServletRegistration.@Nullable Dynamic restore =
                    context.addServlet(RESTORE_SERVLET, new TakeAgain(context, ours));
            if (restore != null) {
                restore.setLoadOnStartup(0);
            }
        } else {
            LOG.log(
                    Level.INFO,
                    "The attribute {0} stays with {1}; endpoints are added by EndpointDeployment.of(context).container()",
                    NAME,
                    provider);
        }
        LOG.log(Level.INFO, "{0} is present as well; endpoints of {1} are served by Tautline", provider, name(context));
    }

    /** The context path of an application, {@code /} for the root. */
    static String name(ServletContext context) {
        return context.getContextPath().isEmpty() ? "/" : context.getContextPath();
    }

    /** Sees another provider come whose initializer runs after ours, as it can where both are in the container's own libraries. */
    private static final class Follower implements ServletContextAttributeListener, ServletContextListener {
        private final ServletContext context;
        private final ServerContainer ours;
        private boolean initializing = true;

        Follower(ServletContext context, ServerContainer ours) {
            this.context = context;
            this.ours = ours;
        }

        @Override
        public void attributeReplaced(ServletContextAttributeEvent event) {
            Object now = event.getName().equals(NAME) ? context.getAttribute(NAME) : null;
            if (initializing && now != null && now != ours) {
                initializing = false;
                exchange(context, ours, now);
            }
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            initializing = false;
        }
    }

    /** Runs after the application's own listeners, before filters start. */
    private static final class GiveBack implements ServletContextListener {
        private final ServletContext context;
        private final Object theirs;

        GiveBack(ServletContext context, Object theirs) {
            this.context = context;
            this.theirs = theirs;
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            context.setAttribute(NAME, theirs);
        }
    }

    /** Starts before the application's servlets; serves no request. */
    private static final class TakeAgain extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient ServletContext context;
        private final transient ServerContainer ours;

        TakeAgain(ServletContext context, ServerContainer ours) {
            this.context = context;
            this.ours = ours;
        }

        @Override
        public void init() {
            context.setAttribute(NAME, ours);
        }
    }
}
