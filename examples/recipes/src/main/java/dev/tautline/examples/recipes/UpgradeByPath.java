// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocketServer;
import dev.tautline.servlet.ServletUpgrades;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several servers on one HTTP server (ws: {@code noServer} and {@code handleUpgrade}). Map it to {@code /*}, asynchronous; what is no upgrade goes on
 * to the servlets. Where a path is all that decides, {@code WebSocketServerOptions.server(host).path("/foo")} does the same without a filter.
 */
public final class UpgradeByPath extends HttpFilter {
    private static final long serialVersionUID = 1;

    private final transient Map<String, WebSocketServer> servers;

    /** @param servers of {@code noServer}, by path */
    public UpgradeByPath(Map<String, WebSocketServer> servers) {
        this.servers = Map.copyOf(servers);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            chain.doFilter(request, response);
            return;
        }
        @Nullable WebSocketServer server = servers.get(request.getServletPath());
        if (server == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        server.handleUpgrade(ServletUpgrades.exchange(request, response), server::emitConnection);
    }
}
