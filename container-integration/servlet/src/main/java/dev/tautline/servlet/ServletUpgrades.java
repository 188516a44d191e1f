// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.UpgradeExchange;
import dev.tautline.WebSocket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Hands requests of servlets and filters to a {@code WebSocketServer} (ws {@code noServer}). */
public final class ServletUpgrades {
    private ServletUpgrades() {}

    /** Whether a request asks for a WebSocket connection (faye {@code WebSocket.isWebSocket}). */
    public static boolean isWebSocket(HttpServletRequest request) {
        return WebSocket.isWebSocket(new ServletUpgradeRequest(PendingUpgrade.original(request), request));
    }

    /**
     * The exchange for a request that asks for a WebSocket connection. Authenticate first, choose the server by path, refuse with any status.
     *
     * @param request as the servlet or filter has it; what filters have wrapped counts for principal and session
     * @param response uncommitted
     * @throws IllegalStateException if the response is committed, or Tautline was not there when the application started
     */
    public static UpgradeExchange exchange(HttpServletRequest request, HttpServletResponse response) {
        return new ServletExchange(Deployment.of(request.getServletContext()), request, response);
    }
}
