// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A socket behind an opening handshake. */
final class RawClient implements AutoCloseable {
    /** What the bytes of the connection go through: TLS, or the bare socket. */
    final Socket socket;

    private final Socket bare;
    final String responseHead;

    /** A client whose handshake has succeeded. */
    RawClient(int port, boolean secure, String path, byte[] early) throws IOException {
        this(port, secure, path, "", early);
        assertTrue(responseHead.startsWith("HTTP/1.1 101 "), responseHead);
        assertTrue(responseHead.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), responseHead);
    }

    /** @param headers more header lines, each with its end */
    RawClient(int port, boolean secure, String path, String headers, byte[] early) throws IOException {
        bare = new Socket(InetAddress.getLoopbackAddress(), port);
        bare.setSoTimeout(60_000);
        bare.setTcpNoDelay(true);
        socket = secure ? SelfSigned.connect(bare) : bare;
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.writeBytes(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        first.writeBytes(early);
        socket.getOutputStream().write(first.toByteArray());
        responseHead = readHead(socket.getInputStream());
    }

    private static String readHead(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("The response ends in its head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Sends while another thread reads what comes back. */
    byte[] echo(byte[] bytes) throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                OutputStream output = socket.getOutputStream();
                output.write(bytes);
                output.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        byte[] back = socket.getInputStream().readNBytes(bytes.length);
        sending.join();
        return back;
    }

    byte[] readToEnd() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    /** RST; TLS has no word in it. */
    void reset() throws IOException {
        bare.setSoLinger(true, 0);
        bare.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
