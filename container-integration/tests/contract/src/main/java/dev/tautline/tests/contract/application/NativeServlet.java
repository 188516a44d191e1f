// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.UpgradeExchange;
import dev.tautline.WebSocketServer;
import dev.tautline.servlet.ServletUpgrades;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Authenticates, chooses by path, refuses with statuses of its own, and hands the rest to a server. */
final class NativeServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient WebSocketServer server;

    NativeServlet(WebSocketServer server) {
        this.server = server;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ServletUpgrades.isWebSocket(request) && request.getHeader("Strange") == null) {
            response.setContentType("text/plain");
            response.getWriter().write("no WebSocket");
            return;
        }
        UpgradeExchange exchange = ServletUpgrades.exchange(request, response);
        String user = request.getHeader("User");
        if (user == null) {
            exchange.refuse(402, Map.of("X-Price", "2 pence"), "Pay first");
        } else if (!"/room".equals(request.getPathInfo())) {
            exchange.refuse(404, Map.of(), "No such room");
        } else {
            server.handleUpgrade(exchange, (socket, asked) -> {
                socket.attach(user);
                server.emitConnection(socket, asked);
            });
            requireAnswered(exchange);
        }
    }

    private void requireAnswered(UpgradeExchange exchange) throws IOException {
        try {
            server.handleUpgrade(exchange, (socket, asked) -> socket.close(4000, "twice"));
        } catch (IllegalStateException e) {
            return;
        }
        throw new IOException("The exchange was answered twice");
    }
}
