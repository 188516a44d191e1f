// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;

/** What is known about the WebSocket filters that containers place in front of an application's own. */
final class ContainerFilter {
    private static final System.Logger LOG = System.getLogger(ContainerFilter.class.getName());
    private static final String SERVER_CONTAINER = "jakarta.websocket.server.ServerContainer";

    private ContainerFilter() {}

    /**
     * Whether the container's own filter looks behind request wrappers, so that no header can be hidden from it. That of Jetty 12.0
     * does. It takes the endpoints that Jetty found, which are ours as well, with Jetty's rules about origins; 12.1 reads the wrapper.
     * To be asked while the application's initializers run, before the attribute is ours.
     */
    static boolean unwraps(ServletContext context) {
        Object theirs = context.getAttribute(SERVER_CONTAINER);
        if (theirs == null
                || !theirs.getClass().getName().startsWith("org.eclipse.jetty.")
                || !context.getServerInfo().startsWith("jetty/12.0.")) {
            return false;
        }
        LOG.log(
                Level.WARNING,
                "The WebSocket filter of {0} stands before all filters of {1} and can''t be kept away: opening handshakes are"
                        + " answered before the application''s own filters run, as they would be without Tautline. Start Jetty"
                        + " without its module ee10-websocket-jakarta, or Jetty 12.1, to have them run first",
                context.getServerInfo(),
                Deployment.name(context));
        return true;
    }
}
