// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletUpgrades;
import dev.tautline.spec.Profile;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * An echo as in faye's README: whoever holds the request looks whether it asks for a WebSocket and makes the socket there. Speaks the subprotocols
 * {@code irc} and {@code amqp}. Map it to {@code /*}, asynchronous.
 */
public final class FayeServer extends HttpFilter {
    private static final long serialVersionUID = 1;

    private final transient Consumer<String> console;
    private final transient WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder(Profile.FAYE)
            .noServer()
            .protocols(List.of("irc", "amqp"))
            .build());

    /** @param console is told how sockets end */
    public FayeServer(Consumer<String> console) {
        this.console = console;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!ServletUpgrades.isWebSocket(request)) {
            chain.doFilter(request, response);
            return;
        }
        server.handleUpgrade(ServletUpgrades.exchange(request, response), (socket, opened) -> {
            socket.onMessage(WebSocket::send);
            socket.onClose((from, event) -> console.accept("close " + event.code() + " " + event.reason()));
        });
    }
}
