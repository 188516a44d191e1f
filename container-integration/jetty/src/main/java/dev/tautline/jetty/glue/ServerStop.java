// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty.glue;

import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Hears that a server begins to stop. Jetty stops its connectors before its web applications: by the time an application hears of it,
 * its connections are gone and no peer could be told.
 */
final class ServerStop implements LifeCycle.Listener {
    private final Server server;
    private final Runnable action;
    private final ClassLoader loader;

    ServerStop(Server server, Runnable action, ClassLoader loader) {
        this.server = server;
        this.action = action;
        this.loader = loader;
    }

    void begin() {
        server.addEventListener(this);
    }

    void end() {
        server.removeEventListener(this);
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector sockets && sockets.isRunning()) {
                forgetClosed(sockets);
            }
        }
    }

    /**
     * A selector keeps the key that it selected last until it selects again, and by the key a closed connection and its application's
     * class loader.
     */
    private static void forgetClosed(ServerConnector connector) {
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            selector.submit(Selector::wakeup);
        }
    }

    @Override
    public void lifeCycleStopping(LifeCycle event) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
