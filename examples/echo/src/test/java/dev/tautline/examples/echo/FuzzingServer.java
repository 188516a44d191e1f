// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Three cases: an echo, a refusal, an echo. Remembers what it was asked for, and what came back. */
final class FuzzingServer implements AutoCloseable {
    private static final byte[] CLOSE = {(byte) 0x88, 2, 0x03, (byte) 0xe8};
    private static final byte[] COUNT = {(byte) 0x81, 1, '3'};
    private static final byte[] BINARY = {(byte) 0x82, 2, 7, 8};

    final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    FuzzingServer() throws IOException {
        Thread accepting = new Thread(this::accept, "fuzzing-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** One connection after the other, as the client opens them. */
    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException | GeneralSecurityException e) {
                seen.add(server.isClosed() ? "end" : e.toString());
            }
        }
    }

    private void serve(InputStream input, OutputStream output) throws IOException, GeneralSecurityException {
        String head = readHead(input);
        String target = head.split(" ")[1];
        seen.add(target + (head.contains("permessage-deflate") ? " deflate" : ""));
        if (target.contains("case=2")) {
            output.write("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String key = head.split("Sec-WebSocket-Key: ")[1].split("\r\n")[0];
        output.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        if (target.equals("/getCaseCount")) {
            output.write(COUNT);
        } else if (target.startsWith("/runCase")) {
            output.write(BINARY);
            byte[] echo = input.readNBytes(8);
            seen.add("echo " + (echo[0] & 0x0F) + ": " + (echo[6] ^ echo[2]) + " " + (echo[7] ^ echo[3]));
        }
        output.write(CLOSE);
        input.readAllBytes();
    }

    private static String accept(String key) throws GeneralSecurityException {
        byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }

    private static String readHead(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("The request ends early: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
