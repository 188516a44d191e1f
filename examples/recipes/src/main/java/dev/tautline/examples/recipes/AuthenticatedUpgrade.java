// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.UpgradeExchange;
import dev.tautline.WebSocketServer;
import dev.tautline.servlet.ServletUpgrades;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticates the client before the upgrade; who is unknown gets 401, who is known is attached to the socket. Map it to the path of the server,
 * asynchronous.
 */
public final class AuthenticatedUpgrade extends HttpFilter {
    private static final long serialVersionUID = 1;

    private final transient WebSocketServer server;
    private final transient Function<HttpServletRequest, Optional<String>> authenticate;

    /**
     * @param server of {@code noServer}; its listeners find the client in {@code socket.attachment()}
     * @param authenticate who the client is, if that is known: by a cookie, a token, the container's login
     */
    public AuthenticatedUpgrade(WebSocketServer server, Function<HttpServletRequest, Optional<String>> authenticate) {
        this.server = server;
        this.authenticate = authenticate;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        UpgradeExchange exchange = ServletUpgrades.exchange(request, response);
        Optional<String> client = authenticate.apply(request);
        if (client.isEmpty()) {
            exchange.refuse(401, Map.of("WWW-Authenticate", "Bearer"), "Unauthorized");
            return;
        }
        server.handleUpgrade(exchange, (socket, opened) -> {
            socket.attach(client.get());
            server.emitConnection(socket, opened);
        });
    }
}
