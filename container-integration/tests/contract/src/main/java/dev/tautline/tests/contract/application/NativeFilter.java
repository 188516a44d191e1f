// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.WebSocketServer;
import dev.tautline.servlet.ServletUpgrades;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Hands every opening handshake that comes by to a server. */
record NativeFilter(WebSocketServer server) implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (ServletUpgrades.isWebSocket(http)) {
            server.handleUpgrade(
                    ServletUpgrades.exchange(http, (HttpServletResponse) response), server::emitConnection);
        } else {
            chain.doFilter(request, response);
        }
    }
}
