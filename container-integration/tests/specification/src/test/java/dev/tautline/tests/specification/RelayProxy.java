// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A proxy of one kind that asks for credentials and relays to this machine. */
final class RelayProxy implements AutoCloseable {
    /** How a client says where it wants to go. */
    @FunctionalInterface
    private interface Greeting {
        /** @return host and port, or an empty text where the client is refused */
        String read(DataInputStream input, OutputStream output) throws IOException;
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> targets = new LinkedBlockingQueue<>();
    private final Greeting greeting;

    private RelayProxy(Greeting greeting) throws IOException {
        this.greeting = greeting;
        start(this::accept);
    }

    /** A proxy for CONNECT requests. */
    static RelayProxy http(String user, String password) throws IOException {
        String credentials = "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new RelayProxy((input, output) -> {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) input.readUnsignedByte());
            }
            boolean known = head.toString().contains(credentials + "\r\n");
            String answer = known ? "200 Connection established" : "407 Proxy Authentication Required";
            String challenge = known ? "" : "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n";
            output.write(("HTTP/1.1 " + answer + "\r\n" + challenge + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return known ? head.toString().split(" ")[1] : "";
        });
    }

    /** RFC 1928 with the user names of RFC 1929. */
    static RelayProxy socks5(String user, String password) throws IOException {
        return new RelayProxy((input, output) -> {
            input.readUnsignedByte();
            input.readNBytes(input.readUnsignedByte());
            output.write(new byte[] {5, 2});
            input.readUnsignedByte();
            boolean known = (text(input) + "/" + text(input)).equals(user + "/" + password);
            output.write(new byte[] {1, (byte) (known ? 0 : 1)});
            input.readNBytes(3);
            String host = input.readUnsignedByte() == 3
                    ? text(input)
                    : InetAddress.getByAddress(input.readNBytes(4)).getHostAddress();
            int port = input.readUnsignedShort();
            output.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
            return known ? host + ":" + port : "";
        });
    }

    private static String text(DataInputStream input) throws IOException {
        return new String(input.readNBytes(input.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Where the next client was taken to. */
    String target() {
        return Recorder.next("client of the proxy", targets);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String target = greeting.read(new DataInputStream(client.getInputStream()), client.getOutputStream());
            if (target.isEmpty()) {
                return;
            }
            targets.add(target);
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                sockets.add(server);
                start(() -> pump(server, client));
                pump(client, server);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            input.transferTo(output);
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
