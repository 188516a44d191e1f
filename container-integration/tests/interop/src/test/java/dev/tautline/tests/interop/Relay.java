// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;

/** The way between a client and a server: counts bytes and can be cut. Carries one connection. */
final class Relay implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket server;
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private volatile Socket client = new Socket();
    private volatile boolean ended;

    Relay(int port) throws IOException {
        server = new Socket(InetAddress.getLoopbackAddress(), port);
        thread(this::carry);
    }

    int port() {
        return listening.getLocalPort();
    }

    long toServer() {
        return toServer.get();
    }

    long toClient() {
        return toClient.get();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void carry() {
        try {
            client = listening.accept();
        } catch (IOException e) {
            return; // closed before anybody came
        }
        thread(() -> copy(server, client, toClient));
        copy(client, server, toServer);
    }

    private void copy(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!ended) {
                    count.addAndGet(length);
                    out.write(buffer, 0, length);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // Cut, or an end has gone: the other one is told by its socket.
        }
    }

    /** Both sides read a reset. */
    void reset() throws IOException {
        server.setSoLinger(true, 0);
        client.setSoLinger(true, 0);
        close();
    }

    /** Both sides read an end of the stream, without a close frame before it: what one of them answers does not reach the other. */
    void end() throws IOException {
        ended = true;
        finish(server);
        finish(client);
    }

    private static void finish(Socket socket) throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // The other end has answered the end already, or has gone.
            if (!socket.isOutputShutdown() && !socket.isClosed()) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        server.close();
        client.close();
    }
}
