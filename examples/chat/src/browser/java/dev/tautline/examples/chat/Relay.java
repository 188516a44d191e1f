// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The address of a server that comes and goes: nobody else can take it meanwhile. Passes bytes on; a connection that finds no server ends
 * at once.
 */
final class Relay implements AutoCloseable {
    private static final int NOWHERE = 0;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private volatile int target;

    /** @param port the server's */
    Relay(int port) throws IOException {
        target = port;
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay to the chat");
        thread.setDaemon(true);
        thread.start();
    }

    /** The server is elsewhere from now on; what is connected stays so. */
    void leadTo(int port) {
        target = port;
    }

    /** There is no server from now on; what is connected stays so. */
    void leadNowhere() {
        target = NOWHERE;
    }

    String page() {
        return "http://localhost:" + listening.getLocalPort() + "/";
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                start(() -> connect(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        int port = target;
        try (client) {
            if (port == NOWHERE) {
                return;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            start(() -> pass(server, client));
            pass(client, server);
        } catch (IOException e) {
            // The client sees that its connection has ended.
        }
    }

    /** Until either end has gone; then both go. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other end sees that its connection has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
