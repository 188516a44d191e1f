// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.servlet.ConnectionFacts;
import dev.tautline.servlet.ConnectionTakeover;
import dev.tautline.servlet.PortableTakeover;
import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.RequestFacade;

/**
 * Takes connections from Tomcat's connectors: the NIO channel of a plain TCP connection goes to our loops, everything else
 * (TLS, NIO2) stays on Tomcat's poller. Which of the two is known only when Tomcat hands the socket over.
 */
public final class TomcatTakeover implements ConnectionTakeover {
    @Override
    public String name() {
        return "tomcat";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public boolean supports(HttpServletRequest request, TransportChoice choice) {
        return choice != TransportChoice.PORTABLE && request instanceof RequestFacade;
    }

    @Override
    public void take(
            HttpServletRequest request,
            HttpServletResponse response,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice)
            throws IOException, ServletException {
        PortableTakeover.writeSwitchingProtocols(response, answer);
        ClassLoader loader = request.getServletContext().getClassLoader();
        TomcatUpgradeHandler handler = request.upgrade(TomcatUpgradeHandler.class);
        handler.prepare(ConnectionFacts.of(request), answer, runtime, choice, loader);
    }
}
