// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tomcat;

import java.util.concurrent.Executor;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tells Tomcat that the connection of a taken-over channel has ended. Tomcat's executor is not asked to process that: up to JDK 23 the threads
 * that it makes would inherit the access control context of ours, and with it the application's class loader, beyond the application's end.
 */
final class TomcatDisconnect implements Runnable {
    private final SocketWrapperBase<?> socket;
    private final Executor workers;
    private volatile boolean takenOver;

    TomcatDisconnect(SocketWrapperBase<?> socket, Executor workers) {
        this.socket = socket;
        this.workers = workers;
    }

    /** Tomcat's thread, which holds the socket's lock, has done all that may take time. */
    void takenOver() {
        takenOver = true;
    }

    /** At once, unless the application's code may still be under Tomcat's lock: an event loop must not wait for that. */
    @Override
    public void run() {
        if (takenOver) {
            process();
        } else {
            workers.execute(this::process);
        }
    }

    private void process() {
        socket.processSocket(SocketEvent.DISCONNECT, false);
    }
}
