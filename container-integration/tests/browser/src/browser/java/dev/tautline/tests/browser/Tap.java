// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.browser;

import dev.tautline.tests.contract.wire.WireFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between the browser and a server, passes everything on and keeps what passed. */
final class Tap implements AutoCloseable {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();

    Tap(int target) throws IOException {
        this.target = target;
        start("accept", this::accept);
    }

    private record Exchange(Recording sent, Recording received) {}

    /** The bytes of one direction. Guarded by itself. */
    private static final class Recording {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        synchronized void add(byte[] buffer, int length) {
            bytes.write(buffer, 0, length);
        }

        synchronized byte[] all() {
            return bytes.toByteArray();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** The frames that the browser sent on the connection that became a WebSocket, unmasked. */
    List<WireFrame> sent() {
        return frames(upgraded().sent().all());
    }

    /** The frames that it received. */
    List<WireFrame> received() {
        return frames(upgraded().received().all());
    }

    private Exchange upgraded() {
        return exchanges.stream()
                .filter(exchange ->
                        new String(exchange.received().all(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No connection has become a WebSocket"));
    }

    private static List<WireFrame> frames(byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (!left.slice(left.position(), END_OF_HEAD.length).equals(ByteBuffer.wrap(END_OF_HEAD))) {
            left.get();
        }
        left.position(left.position() + END_OF_HEAD.length);
        List<WireFrame> frames = new ArrayList<>();
        while (left.hasRemaining()) {
            frames.add(frame(left));
        }
        return frames;
    }

    private static WireFrame frame(ByteBuffer in) {
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        int form = second & 0x7F;
        int length = form == 126 ? in.getShort() & 0xFFFF : form == 127 ? Math.toIntExact(in.getLong()) : form;
        byte[] mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.get(mask);
        }
        byte[] payload = new byte[length];
        in.get(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new WireFrame(first, payload);
    }

    private void accept() throws IOException {
        while (true) {
            Socket browser = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(browser);
            open.add(server);
            Exchange exchange = new Exchange(new Recording(), new Recording());
            exchanges.add(exchange);
            start("sent", () -> pass(browser, server, exchange.sent()));
            start("received", () -> pass(server, browser, exchange.received()));
        }
    }

    private static void pass(Socket from, Socket to, Recording recording) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            recording.add(buffer, count);
            out.write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The end of the tap, or of one of its connections.
                    }
                },
                "tap-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
