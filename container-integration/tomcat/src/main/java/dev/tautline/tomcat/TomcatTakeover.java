// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.servlet.ConnectionFacts;
import dev.tautline.servlet.ConnectionTakeover;
import dev.tautline.servlet.PortableTakeover;
import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.RequestFacade;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections from Tomcat's connectors: the NIO channel of a plain TCP connection goes to our loops, everything else
 * (TLS, NIO2) stays on Tomcat's poller. Which of the two is known only when Tomcat hands the socket over.
 *
 * <p>{@link TransportChoice#PORTABLE} gets the poller as well: through the Servlet API alone a connection can't be paused on Tomcat (its
 * thread reads ahead of {@code onDataAvailable} into a buffer whose bytes wake nobody) nor closed from outside a dispatch.
 */
public final class TomcatTakeover implements ConnectionTakeover {
    private static final System.Logger LOG = System.getLogger(TomcatTakeover.class.getName());

    private final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public String name() {
        return "tomcat";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public @Nullable String announcement(ServletContext context, TransportChoice choice) {
        if (!context.getClass().getName().startsWith("org.apache.catalina.")) {
            return null;
        }
        return switch (choice) {
            case AUTO ->
                "tomcat-channel on plain NIO connectors, whose channels go to event loops of Tautline;"
                        + " tomcat-poller on TLS and NIO2 connectors, which have no plain channel to take over";
            case CONTAINER -> "tomcat-poller, as " + TransportChoice.PARAMETER + " says";
            case PORTABLE -> "tomcat-poller, because " + TransportChoice.PARAMETER + "=portable can't be had on Tomcat";
        };
    }

    @Override
    public boolean supports(HttpServletRequest request, TransportChoice choice) {
        return request instanceof RequestFacade;
    }

    @Override
    public void take(
            HttpServletRequest request,
            HttpServletResponse response,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice)
            throws IOException, ServletException {
        if (choice == TransportChoice.PORTABLE && !warned.getAndSet(true)) {
            LOG.log(
                    Level.WARNING,
                    "{0}=portable can''t be had on Tomcat, where the Servlet API can neither pause nor end an upgraded connection;"
                            + " Tomcat''s poller is used instead, as with {0}=container",
                    TransportChoice.PARAMETER);
        }
        PortableTakeover.writeSwitchingProtocols(response, answer);
        ClassLoader loader = request.getServletContext().getClassLoader();
        TomcatUpgradeHandler handler = request.upgrade(TomcatUpgradeHandler.class);
        handler.prepare(ConnectionFacts.of(request), answer, runtime, choice, loader);
    }
}
