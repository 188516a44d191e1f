// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.servlet.ConnectionTakeover;
import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections from Jetty 12: the channel of a plain TCP connection goes to our loops, everything else (TLS, Unix sockets,
 * HTTP/2) stays on Jetty's end point. {@code HttpServletRequest.upgrade} carries no WebSocket on Jetty, so {@link
 * TransportChoice#PORTABLE} gets the end point as well.
 */
public final class JettyTakeover implements ConnectionTakeover {
    private static final System.Logger LOG = System.getLogger(JettyTakeover.class.getName());

    private final ReentrantLock lock = new ReentrantLock();

    /** Written under the lock; a deployment has one server and so one bridge. */
    private volatile @Nullable JettySide side;

    private volatile Runnable shutdown = () -> {};

    @Override
    public String name() {
        return "jetty";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public void start(Runnable shutdown) {
        this.shutdown = shutdown;
    }

    @Override
    public @Nullable String announcement(ServletContext context, TransportChoice choice) {
        if (!context.getClass().getName().startsWith("org.eclipse.jetty.ee")) {
            return null;
        }
        return switch (choice) {
            case AUTO ->
                "jetty-channel on plain TCP connectors, whose channels go to event loops of Tautline;"
                        + " jetty-endpoint on TLS, HTTP/2 and Unix sockets, which have no plain channel to take over";
            case CONTAINER -> "jetty-endpoint, as " + TransportChoice.PARAMETER + " says";
            case PORTABLE -> "jetty-endpoint, because " + TransportChoice.PARAMETER + "=portable can't be had on Jetty";
        };
    }

    @Override
    public boolean supports(HttpServletRequest request, TransportChoice choice) {
        for (Class<?> type = request.getClass(); type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (name.startsWith("org.eclipse.jetty.ee") && name.endsWith(".servlet.ServletApiRequest")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void take(
            HttpServletRequest request,
            HttpServletResponse response,
            UpgradeAnswer answer,
            EngineRuntime runtime,
            TransportChoice choice)
            throws IOException {
        ClassLoader loader = request.getServletContext().getClassLoader();
        side(request, choice)
                .take(request, response, new JettyUpgrade(answer, choice == TransportChoice.AUTO, runtime, loader));
    }

    private JettySide side(HttpServletRequest request, TransportChoice choice) {
        JettySide connected = side;
        if (connected != null) {
            return connected;
        }
        lock.lock();
        try {
            connected = side;
            if (connected == null) {
                connected = JettyBridge.connect(request.getClass().getClassLoader(), () -> shutdown.run());
                side = connected;
                warnOfPortable(choice);
            }
            return connected;
        } finally {
            lock.unlock();
        }
    }

    private static void warnOfPortable(TransportChoice choice) {
        if (choice == TransportChoice.PORTABLE) {
            LOG.log(
                    Level.WARNING,
                    "{0}=portable can''t be had on Jetty, whose HttpServletRequest.upgrade carries no WebSocket; its end points are"
                            + " used instead, as with {0}=container",
                    TransportChoice.PARAMETER);
        }
    }

    @Override
    public void close() {
        JettySide connected = side;
        if (connected != null) {
            connected.close();
        }
    }
}
