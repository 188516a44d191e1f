// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/** Plays a script to each connection, on a thread of its own, and closes it behind the script. */
final class ScriptedServer implements AutoCloseable {
    /** What is done with one connection. */
    interface Script {
        void play(Peer peer) throws Exception;
    }

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    ScriptedServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    /** @param factory of plain or TLS sockets */
    ScriptedServer(ServerSocketFactory factory, Script script) throws IOException {
        this.script = script;
        server = factory.createServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> play(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(Socket socket) {
        try (socket) {
            script.play(new Peer(socket.getInputStream(), socket.getOutputStream()));
        } catch (Exception e) {
            // The client has gone, or has refused our certificate; the test sees it at the client.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
