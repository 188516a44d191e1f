// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Takes the connection by {@link HttpServletRequest#upgrade}: any Servlet 6.0 container that carries WebSocket that way. */
public final class PortableTakeover implements ConnectionTakeover {
    @Override
    public String name() {
        return "portable";
    }

    @Override
    public int order() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String announcement(ServletContext context, TransportChoice choice) {
        return "portable (HttpServletRequest.upgrade), "
                + (choice == TransportChoice.PORTABLE
                        ? "as " + TransportChoice.PARAMETER + " says"
                        : "because no closer way into this container is known");
    }

    @Override
    public boolean supports(HttpServletRequest request, TransportChoice choice) {
        return true;
    }

    @Override
    public void take(
            HttpServletRequest request,
            HttpServletResponse response,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice)
            throws IOException, ServletException {
        UndertowConnection undertow = UndertowConnection.of(request);
        writeSwitchingProtocols(response, answer);
        ServletUpgradeHandler handler = request.upgrade(ServletUpgradeHandler.class);
        handler.prepare(ConnectionFacts.of(request), answer, runtime, undertow);
    }

    /** Puts status and headers of an accepted handshake on a response that names the new protocol itself. */
    public static void writeSwitchingProtocols(HttpServletResponse response, UpgradeAnswer answer) {
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        for (Map.Entry<String, String> header : answer.headers()) {
            if (header.getKey().equalsIgnoreCase("Upgrade")) {
                response.setHeader(header.getKey(), header.getValue());
            } else {
                response.addHeader(header.getKey(), header.getValue());
            }
        }
    }
}
