// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeResponder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stands first. Recognises an upgrade that is ours and hides it from the container's own WebSocket filter, so that the application's
 * filters run before {@link UpgradeFilter}, which stands last, performs it. Where the container's filter can't be deceived, the
 * upgrade is performed here, in the place where the container would. Keeps no state of requests; one that is not an upgrade costs it
 * one header look-up.
 */
final class GateFilter implements Filter {
    private final Deployment deployment;
    private final boolean upgradesHere;

    GateFilter(Deployment deployment, boolean upgradesHere) {
        this.deployment = deployment;
        this.upgradesHere = upgradesHere;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PendingUpgrade pending = recognise(request);
        if (pending == null) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(PendingUpgrade.ATTRIBUTE, pending);
        GatedRequest gated = new GatedRequest(pending.original());
        if (upgradesHere) {
            deployment.upgradeFilter().doFilter(gated, response, chain);
        } else {
            chain.doFilter(gated, response);
        }
    }

    /**
     * Ends the deployment: filters are destroyed before any listener is told of the application's end, so that sessions end while the containers that the
     * application's listeners started (CDI's) are still there.
     */
    @Override
    public void destroy() {
        deployment.end();
    }

    private @Nullable PendingUpgrade recognise(ServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(request instanceof HttpServletRequest http)
                || !asksForWebSocket(http)) {
            return null;
        }
        UpgradeResponder responder = deployment.responderFor(new ServletUpgradeRequest(http, http));
        return responder == null ? null : new PendingUpgrade(http, responder);
    }

    private static boolean asksForWebSocket(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        if (upgrade == null) {
            return request.getMethod().equals("CONNECT")
                    && request.getProtocol().startsWith("HTTP/2");
        }
        return containsWebSocket(upgrade);
    }

    /** Generous on purpose: what exactly the header must be is the handshake's to say, with a proper answer. */
    private static boolean containsWebSocket(String upgrade) {
        int last = upgrade.length() - "websocket".length();
        for (int i = 0; i <= last; i++) {
            if (upgrade.regionMatches(true, i, "websocket", 0, "websocket".length())) {
                return true;
            }
        }
        return false;
    }
}
